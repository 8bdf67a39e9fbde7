// Did anything become looser? What stands in one of two sets only is looked at rule by rule: both sets are asked about
// every combination of facts that can make a difference to it. Used by `policy diff` and by activation; pure, one thread.
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
  std::uint64_t asked = 0;  ///< combinations of facts that both sets decided on, to see whether anything is looser
  bool exact = true;        ///< false: there were more combinations than `most`; some were left out
  /// Nothing had to be tried: whatever asks for something stands in the newer set as it was, and what it has more only
  /// asks for more.
  bool only_adds = true;
  std::uint64_t looser = 0, stricter = 0;  ///< how many of those tried; `stricter` at least
  std::vector<std::string> rerouted;       ///< "policy no-claims": what may give work to another queue than before
  std::vector<std::string> taken_away;     ///< what customers may lose by what is stricter (taking_away.hpp)
  std::vector<Difference> examples_looser, examples_stricter;  ///< the simplest first, one of each kind, at most 20
};

/// Why this is exact. A decision is the union of what its rules ask, so what a set no longer asks was asked by one
/// policy, or one moment, that does not stand in the newer set word by word; what stands in both cancels out (the few
/// exceptions: sources_of). For each of these only facts count to which it applies, and where everything else asks as
/// little as can be. Rules only ask for more, and what they look at is either one of few values (border, author,
/// channel, language, brand, region, model, levels, the notices' times, sources), or a topic or finding that is there
/// or not. Values that no document of either set names apart are one value; topics and findings that stand in the same
/// lists are one. What keeps others from asking the same are waivers, any number of them, and one moment (Needs in
/// sights.cpp): those are tried together. Both sets are taken as they decide at `now` (waivers end). To which queue work
/// goes is not compared by facts: `rerouted` names what may change it.
[[nodiscard]] Comparison compare(const PolicySet& before, const PolicySet& after, Time now,
                                 std::uint64_t most = 2'000'000);

/// The same for `now` and every later moment: waivers end, and one that lasts longer than before is looser then. Between
/// two ends nothing changes by itself, so `now` and each end are all there is to look at.
[[nodiscard]] Comparison compare_from(const PolicySet& before, const PolicySet& after, Time now,
                                      std::uint64_t most = 2'000'000);

/// The facts of a difference in a few words: "reply by ai on sms, topic refund, finding commitment (101 EUR)".
[[nodiscard]] std::string in_words(const Facts& facts);

}  // namespace countersign::policy
