// The player of a visitor's own messages: JSON lines {"conversation", "text", "locale"?}, through real HTTP, several
// conversations at a time, the order kept within each.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <vector>

#include "app/demo/visitor.hpp"

namespace countersign::app::demo {

/// Reads the file. The error is "FILE:LINE: what is wrong".
[[nodiscard]] Result<std::vector<Line>> read_messages(const std::filesystem::path& file);

/// Plays them all and prints how they went; progress goes to `err` if that is a terminal. Returns the exit code: 0 when
/// every message was accepted and settled, else 1. Blocks.
[[nodiscard]] int play_messages(const Scene& scene, const std::vector<Line>& lines, std::ostream& out,
                                std::ostream& err);

}  // namespace countersign::app::demo
