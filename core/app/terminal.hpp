// What the program's own words may look like where they are read. Called by commands; any thread.
#pragma once

#include <string>
#include <string_view>

namespace countersign::app {

/// Standard output is a terminal that is not dumb, and NO_COLOR (https://no-color.org) is not set.
[[nodiscard]] bool colours_on_output();

/// What others wrote, so that it can do nothing to a terminal and hides nothing from who reads it: control characters
/// but line feeds, and characters that turn the direction of text or show nothing (Unicode bidi controls, zero width),
/// become \u{202E}.
[[nodiscard]] std::string for_terminal(std::string_view text);

}  // namespace countersign::app
