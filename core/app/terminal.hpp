// What the program's own words may look like where they are read. Called by commands; any thread.
#pragma once

namespace countersign::app {

/// Standard output is a terminal that is not dumb, and NO_COLOR (https://no-color.org) is not set.
[[nodiscard]] bool colours_on_output();

}  // namespace countersign::app
