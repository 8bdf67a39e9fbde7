// The kit behind `countersign plugin check FILE`: each check in a child process with a deadline, each with a stable
// name and a sentence. Single-threaded callers only (it forks).
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::plugin {

struct CheckResult {
  enum class State { pass, fail, crash, late, skip } state = State::fail;
  std::string name;    ///< "forged-webhook-refused"
  std::string detail;  ///< "" when passed; otherwise what is wrong and what to do
};

struct CheckOptions {
  /// Empty: `samples/<file name without .so>` beside the file.
  std::filesystem::path samples;
  std::chrono::milliseconds deadline{20'000};  ///< for each check
};

/// Never throws; a file that cannot be loaded fails `loads` and skips what needs it.
[[nodiscard]] std::vector<CheckResult> check_plugin(const std::filesystem::path& file,
                                                    const CheckOptions& options = {});

[[nodiscard]] std::string_view to_word(CheckResult::State state);
/// No fail, no crash, nothing late.
[[nodiscard]] bool all_fine(const std::vector<CheckResult>& results);
/// One line each, "pass  exports-one-symbol", and a last one that counts: "4 pass, 9 skipped: add samples ...".
[[nodiscard]] std::string to_text(const std::vector<CheckResult>& results);
/// {"checks":[{"detail","name","state"}],"ok":true}
[[nodiscard]] std::string to_json(const std::vector<CheckResult>& results);

}  // namespace countersign::plugin
