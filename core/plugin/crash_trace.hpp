// CrashTrace: which plugin a thread was inside when the process died of a fatal signal. The handler writes one line to
// a file that was opened before; the next start counts them and leaves out what crashed too often. A kill from outside
// counts nothing. Set up by the wiring; Inside is made around every call into a plugin, on any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

/// How often, and within which time, a plugin file may crash the process before it is left out.
inline constexpr int kCrashesAllowed = 3;
inline constexpr std::chrono::hours kCrashesWithin{1};

/// The text that a crash inside this plugin is noted under. Lives as long as the process.
[[nodiscard]] const char* crash_mark(const std::string& digest, const std::string& id);

/// While it lives, the calling thread is inside the plugin of `mark` (nullptr: of none).
class Inside {
 public:
  explicit Inside(const char* mark);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  const char* before_;
};

/// From now on fatal signals are noted in `file`, which is made if need be. The error says that crashes cannot be
/// traced.
[[nodiscard]] Status trace_crashes_into(const std::filesystem::path& file);

/// The plugin files that crashed too often. A trace that is not there names none.
[[nodiscard]] Crashers crashers(const std::filesystem::path& file);
/// Forgets the crashes of plugin `id`; not_found when there are none.
[[nodiscard]] Status allow_again(const std::filesystem::path& file, const std::string& id);

}  // namespace countersign::plugin
