// Did anything become looser? Two sets are asked the same questions: every combination of facts that either of them can
// tell apart. Used by `policy diff` and by activation; pure, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/policy/policy_set.hpp"

namespace countersign::policy {

/// What `after` no longer asks of a text that `before` asked, in words; empty: it is at least as strict in everything.
[[nodiscard]] std::vector<std::string> loosened(const Decision& before, const Decision& after);
/// The other way round: what `after` asks that `before` did not.
[[nodiscard]] std::vector<std::string> tightened(const Decision& before, const Decision& after);

/// Facts for which the newer set is looser (or stricter).
struct Difference {
  Facts facts;
  std::vector<std::string> what;  ///< "verdict hold becomes send"; what loosened() or tightened() says
};

struct Comparison {
  std::uint64_t asked = 0;                 ///< combinations of facts that both sets decided on
  bool exact = true;                       ///< false: there were more combinations than `most`; some were left out
  std::uint64_t looser = 0, stricter = 0;  ///< how many of them
  std::vector<std::string> rerouted;       ///< "policy no-claims": what may give work to another queue than before
  std::vector<Difference> examples_looser, examples_stricter;  ///< the simplest first, one of each kind, at most 20
};

/// Why this is exact: rules only ask for more, and what they look at is either one of few values (border, author,
/// channel, language, brand, region, model, levels, the notices' times, sources), or a topic or finding that is there
/// or not. Values that no document of either set names apart are one value; topics and findings that stand in the same
/// lists are one. What a set no longer asks was asked by one rule or one moment; a policy that stands in both sets
/// makes no difference by itself, it can only hide one, so its own values are not tried, but a value at which it asks
/// nothing is. What keeps others from asking the same are waivers, any number of them, and one moment (Needs in
/// distinctions.cpp): those are tried together. Both sets are taken as they decide at `now` (waivers end). To which
/// queue work goes is not compared by facts: `rerouted` names what may change it.
[[nodiscard]] Comparison compare(const PolicySet& before, const PolicySet& after, Time now,
                                 std::uint64_t most = 2'000'000);

/// The same for `now` and every later moment: waivers end, and one that lasts longer than before is looser then. Between
/// two ends nothing changes by itself, so `now` and each end are all there is to look at.
[[nodiscard]] Comparison compare_from(const PolicySet& before, const PolicySet& after, Time now,
                                      std::uint64_t most = 2'000'000);

/// The facts of a difference in a few words: "reply by ai on sms, topic refund, finding commitment (101 EUR)".
[[nodiscard]] std::string in_words(const Facts& facts);

}  // namespace countersign::policy
