// What is no mistake and yet likely not meant: rules that add nothing, rules that can never be asked, waivers about to
// end, notices that customers cannot read. Warnings only.
#include <algorithm>
#include <array>
#include <set>

#include "flow/policy/reading.hpp"
#include "flow/policy/regions.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

/// Kinds that the detectors look for on one side only.
constexpr auto kOfCustomers =
    std::to_array<std::string_view>({"asks_for_person", "asks_if_ai", "angry", "distressed", "disappointed",
                                     "vulnerable", "self_harm", "legal_threat", "wants_to_leave", "repeats_itself"});
constexpr auto kOfOurs = std::to_array<std::string_view>(
    {"commitment", "advice", "refusal", "ungrounded", "pretends_to_be_human", "discloses_ai", "contradicts_disclosure",
     "repeats_reply", "someone_elses_data", "unrestored_placeholder"});

template <class List>
bool all_in(const Names& names, const List& list) {
  return !names.empty() && std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  });
}

/// `wide` matches whatever `narrow` matches.
bool covers(const Names& wide, const Names& narrow) { return wide.empty() || all_in(narrow, wide); }
bool covers(std::uint8_t wide, std::uint8_t narrow) { return wide == 0 || (narrow != 0 && (narrow & ~wide) == 0); }
bool covers_region(const Names& wide, const Names& narrow) {
  return wide.empty() || (!narrow.empty() && std::all_of(narrow.begin(), narrow.end(), [&](const std::string& one) {
           return where(wide, one) == Where::inside;
         }));
}
bool covers(const Condition& wide, const Condition& narrow) {
  const bool authors = !wide.authors || (narrow.authors && (*narrow.authors & ~*wide.authors) == 0);
  const bool amount = !wide.commitment_over ||
                      (narrow.commitment_over && narrow.commitment_over->currency == wide.commitment_over->currency &&
                       narrow.commitment_over->cents >= wide.commitment_over->cents);
  return authors && amount && covers(wide.channel, narrow.channel) && covers(wide.language, narrow.language) &&
         covers(wide.brand, narrow.brand) && covers_region(wide.region, narrow.region) &&
         covers(wide.model, narrow.model) && covers(wide.topic, narrow.topic) && covers(wide.finding, narrow.finding) &&
         covers(wide.risk, narrow.risk) && covers(wide.value, narrow.value) && covers(wide.emotion, narrow.emotion);
}

/// Asks for nothing that `more` does not ask for.
bool covers(const Requirement& more, const Requirement& less) {
  if (more.must != less.must || more.notice != less.notice || more.role != less.role || more.people < less.people)
    return false;
  const bool occasions = (more.on_start || !less.on_start) && (more.on_question || !less.on_question) &&
                         (more.on_return || !less.on_return);
  const bool again = !less.again_after || (more.again_after && *more.again_after <= *less.again_after);
  const bool kinds = less.kinds.empty() ? more.kinds.empty() : all_in(less.kinds, more.kinds);
  return occasions && again && kinds && more.mask >= less.mask;
}

bool adds_nothing(const Policy& policy, const Policy& other) {
  if (other.id == policy.id || other.at != policy.at || other.mode != Mode::enforce || !other.waivers.empty())
    return false;
  if (!policy.pack.empty() || !other.pack.empty())
    return false;  // a pack stands for its law, whatever else the set says
  if (policy.must.empty() || policy.give_to || !policy.say.empty() || !policy.deadline.empty() ||
      policy.checked_percent > 0)
    return false;
  if (verdict_of(other.if_not) < verdict_of(policy.if_not) || !covers(other.applies_to, policy.applies_to))
    return false;
  const bool all = std::all_of(policy.must.begin(), policy.must.end(), [&](const Requirement& less) {
    return std::any_of(other.must.begin(), other.must.end(),
                       [&](const Requirement& more) { return covers(more, less); });
  });
  // Of two that say the same only the later one is told about.
  const bool mutual = all && verdict_of(other.if_not) == verdict_of(policy.if_not) &&
                      covers(policy.applies_to, other.applies_to) && policy.must.size() == other.must.size();
  return all && (!mutual || other.id < policy.id);
}

void check_side(const Node& root, const Policy& policy, const Report& report) {
  const bool incoming = policy.at == Border::arrival || policy.at == Border::prompt;
  const auto never = [&](const Names& kinds) {
    return (incoming && all_in(kinds, kOfOurs)) || (policy.at == Border::reply && all_in(kinds, kOfCustomers));
  };
  const std::string whose = incoming ? "our own texts" : "customers' texts";
  const std::string where = std::string(to_word(policy.at));
  if (never(policy.applies_to.finding))
    report.warning(
        root.find("applies_to")->place, 128,
        "these findings are seen in " + whose + " only, and none crosses at " + where + "; the policy can never apply");
  if (incoming && policy.applies_to.commitment_over)
    report.warning(
        root.find("applies_to")->place, 128,
        "promises are seen in our own texts only, and none crosses at " + where + "; the policy can never apply");
  for (const Requirement& one : policy.must)
    if (one.must == Must::not_contain && never(one.kinds))
      report.warning(root.find("must")->place, 128,
                     "these findings are seen in " + whose + " only, and none crosses at " + where +
                         "; this entry can never ask for anything");
}

void check_waivers(const Node& root, const Policy& policy, Time now, const Report& report) {
  const Node* list = root.find("except");
  for (std::size_t i = 0; list != nullptr && i < std::min(list->items.size(), policy.waivers.size()); ++i) {
    const Waiver& waiver = policy.waivers[i];
    const auto left = waiver.ends - now;
    if (left <= Duration::zero() || left > kSoon) continue;
    const auto days = std::chrono::duration_cast<std::chrono::hours>(left).count() / 24;
    report.warning(list->items[i].place, 137,
                   "this waiver ends in " + std::to_string(days) + (days == 1 ? " day" : " days") + " (" +
                       waiver.until +
                       "); the policy then applies again: prepare for it, or have the waiver approved again");
  }
}

/// Languages that the queues say they speak are languages that customers write in.
void check_languages(const Node& root, const Reading& reading) {
  const Node* id = root.find("id");
  const auto notice = id == nullptr ? reading.out.notices.end() : reading.out.notices.find(id->text);
  if (notice == reading.out.notices.end()) return;
  std::set<std::string> missing;
  for (const auto& [name, queue] : reading.out.staffing)
    for (const std::string& language : queue.languages)
      if (!notice->second.texts.contains(language)) missing.insert(language);
  if (missing.empty()) return;
  std::string all;
  for (const std::string& language : missing) all += (all.empty() ? "" : ", ") + language;
  reading.report.warning(root.place, 138,
                         "a queue speaks " + all + ", and this notice has no text in " +
                             (missing.size() == 1 ? "it" : "these") + ": customers who write so get the English one; " +
                             "write its text in " + all);
}

/// What the road says by itself has a fixed name; a set may lack it, and then people do what the line would have done.
void check_own_notices(const Reading& reading) {
  constexpr std::string_view kCase = "the customer is told nothing and a case is opened for a person";
  constexpr std::array<std::array<std::string_view, 3>, 6> kOwn = {
      {{"hand-over", "when a person takes over", kCase},
       {"received", "when somebody writes again while a person is awaited", kCase},
       {"on-hold", "when an AI's reply waits for a review", kCase},
       {"blocked-holding", "when a reply was blocked", kCase},
       {"ai-notice", "when a customer asks whether this is AI and no model has an answer", kCase},
       {"other-language", "when nobody on the queue speaks the customer's language",
        "the customer is not told which languages it does speak"}}};
  std::string names;
  for (const auto& own : kOwn) names += (names.empty() ? "" : ", ") + std::string(own[0]);
  if (std::none_of(kOwn.begin(), kOwn.end(), [&](const auto& own) { return reading.out.notices.contains(own[0]); }))
    return reading.report.warning({reading.folder, 1, 1}, 147,
                                  "there is none of the notices that the gateway says by itself (" + names +
                                      "): where one is needed " + std::string(kCase) +
                                      "; write them, or copy the starter's folder notices");
  for (const auto& [id, when, then] : kOwn)
    if (reading.out.notices.find(id) == reading.out.notices.end())
      reading.report.warning({reading.folder, 1, 1}, 147,
                             "there is no notice " + std::string(id) + ": " + std::string(when) + ", " +
                                 std::string(then) + "; write one, or copy the starter's notices/" + std::string(id) +
                                 ".yaml");
}

}  // namespace

void check_sense(const std::vector<Document>& documents, const Reading& reading) {
  const auto& policies = reading.out.policies;
  check_own_notices(reading);
  for (const Document& document : documents) {
    if (document.kind == "notice") check_languages(document.root, reading);
    if (document.kind != "policy") continue;
    const std::string id = text_of(document.root, "id");
    const auto policy = std::find_if(policies.begin(), policies.end(), [&](const Policy& one) { return one.id == id; });
    if (policy == policies.end()) continue;
    check_side(document.root, *policy, reading.report);
    check_waivers(document.root, *policy, reading.now, reading.report);
    const auto other =
        std::find_if(policies.begin(), policies.end(), [&](const Policy& one) { return adds_nothing(*policy, one); });
    if (policy->mode == Mode::enforce && other != policies.end())
      reading.report.warning(
          document.root.place, 136,
          other->id +
              " asks for all of this already, and at least as strictly; delete this policy, or say what it is for");
  }
}

}  // namespace countersign::policy
