// Runs a piece of work in a forked child with a deadline, so that a plugin that crashes or hangs takes nobody with it.
// For the kit, which is single-threaded; never call it from a process with other threads running.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace countersign::plugin {

struct ChildResult {
  enum class End { finished, crashed, late, failed } end = End::failed;
  std::string said;  ///< what the work returned, at most 4 KiB
  int signal = 0;    ///< when crashed by one
};

/// The child closes nothing and writes no core file. `failed`: no child could be made.
[[nodiscard]] ChildResult run_in_child(const std::function<std::string()>& work, std::chrono::milliseconds deadline);

}  // namespace countersign::plugin
