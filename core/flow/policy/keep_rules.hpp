// Keep rules: how long what must, and may, be kept by the packs of a set. Read with the packs; asked by retention and
// by `check`. Pure data; any thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::policy {

class PolicySet;

/// One line of a pack's `keep`.
struct KeepRule {
  std::string what;                              ///< a word of "kept", such as "texts"
  std::optional<std::chrono::seconds> at_least;  ///< a law wants it there so long
  std::optional<std::chrono::seconds> at_most;   ///< then it goes, unless the configuration says otherwise
  std::string source;                            ///< "pack gdpr (gdpr_5)"
};

/// Of all packs of a set, in the order of their ids.
[[nodiscard]] const std::vector<KeepRule>& keep_rules(const PolicySet& set);

/// "400 days", "13 months" (of 30 days), "6 years" (of 365): up to a hundred years; nullopt for anything else.
[[nodiscard]] std::optional<std::chrono::seconds> to_period(std::string_view text);
/// The same back, in the largest unit that is exact.
[[nodiscard]] std::string period_words(std::chrono::seconds period);

/// What holds for one kind of what is kept.
struct Period {
  std::string what;
  std::optional<std::chrono::seconds> after;  ///< then it goes; absent: it stays for good
  std::string source;                         ///< who says so: "the configuration", "pack gdpr (gdpr_5)"
  std::string warning;                        ///< what does not fit together, in a sentence; "" for nothing
};

/// For every kind. What the configuration says counts; without it the shortest `at_most`; without that it stays. But
/// never shorter than the longest `at_least`: who must keep something may (Regulation (EU) 2016/679 Art. 17(3)(b)).
[[nodiscard]] std::vector<Period> periods(const std::map<std::string, std::chrono::seconds>& configured,
                                          const std::vector<KeepRule>& rules);

}  // namespace countersign::policy
