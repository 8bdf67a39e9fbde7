// Detecting: the typed face of the fifth plugin kind. What an opened detector sees in one text, checked; whatever is
// wrong with its answer (an error, a kind it did not name when it opened, bytes outside the text, too late) is an
// Error, and the text is held for a person. Called by flow/detect for every look; any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "flow/words.hpp"
#include "plugin/conduct.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

/// A text to look at. Views live for the call only.
struct Shown {
  std::string_view text;
  Author written_by = Author::customer;
  std::string_view locale;    ///< as the channel gave it, or ""
  std::string_view language;  ///< as the gateway took it ("de"), or ""
};

/// Something a detector saw, within the text and between whole characters.
struct Noticed {
  std::string kind;  ///< one of kinds()
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  int score = 1000;  ///< 1 to 1000
};

/// How long one look may take; a longer text gets a millisecond more for each ten kilobytes.
inline constexpr std::chrono::milliseconds kLookWithin{100};
inline constexpr std::size_t kMostFindings = 1000;

class Detecting {
 public:
  Detecting(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, std::string name,
            std::chrono::milliseconds within = kLookWithin);
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Plugin& plugin() const { return *plugin_; }
  [[nodiscard]] const std::vector<std::string>& kinds() const { return kinds_; }
  [[nodiscard]] std::vector<std::filesystem::path> reads() const { return instance_->reads(); }
  /// For the record: "detect.wordlist@1.0.0/0123456789abcdef", the last the beginning of the file's SHA-256.
  [[nodiscard]] const std::string& signature() const { return signature_; }
  /// "" while all is well; else one sentence for health.
  [[nodiscard]] std::string complaint() const;
  /// The error is one fixed sentence that names the plugin: it may stand in the record.
  [[nodiscard]] Result<std::vector<Noticed>> look(const Shown& shown) const;

 private:
  [[nodiscard]] Error failed(const std::string& what, const std::string& why) const;

  std::shared_ptr<const Plugin> plugin_;
  std::unique_ptr<Instance> instance_;
  std::string name_;
  std::string signature_;
  std::vector<std::string> kinds_;
  std::chrono::milliseconds within_;
  mutable Conduct conduct_;
  mutable std::atomic<std::uint64_t> looks_{0};
  mutable std::atomic<std::uint64_t> failures_{0};
  mutable std::mutex mutex_;
  mutable std::string last_failure_;  ///< guarded by mutex_
};

/// The findings in what a detector put for `text`. The error says what is wrong with it, without a word of the text.
[[nodiscard]] Result<std::vector<Noticed>> to_findings(const Fields& out, std::string_view text,
                                                       const std::vector<std::string>& kinds);

/// Why no detector may give a kind of this name; "" if it may. `discloses_ai` and `commitment` belong to the gateway:
/// the one can excuse a text, the other carries what was promised.
[[nodiscard]] std::string refused_kind(std::string_view kind);

}  // namespace countersign::plugin
