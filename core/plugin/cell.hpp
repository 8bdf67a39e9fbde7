// A cell: a fresh process of this very program in which a plugin file is loaded (and opened with its settings) before
// that is done here, so that one which hangs, crashes or ends its process takes nobody with it. No sockets, no
// processes, no written files. Safe to use while other threads run: the cell is a new program, not a fork.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/result.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

inline constexpr std::chrono::seconds kCellDeadline{10};

/// Loads `file` in a cell, opens it with `settings` if they are given, and closes it. Ok when the plugin came to an end
/// in its own way, also when it refused: what it says is asked again here. The error is one sentence without the file.
[[nodiscard]] Status try_in_cell(const std::filesystem::path& file, const Fields* settings = nullptr,
                                 std::chrono::milliseconds deadline = kCellDeadline);

}  // namespace countersign::plugin
