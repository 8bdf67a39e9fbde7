// A decision as it stands in an entry.
#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "flow/audit/json_parts.hpp"

namespace countersign::audit {
namespace {

bool deciding(const policy::RuleOutcome& rule, Verdict verdict) {
  return !rule.waiver.empty() || (!rule.met && rule.mode == "enforce" && rule.verdict == verdict);
}

void put(Writer& to, const policy::RuleOutcome& rule, const Cut& cut) {
  to.open_object();
  if (cut.whole_rules) put_list(to, "legal", rule.legal, cut);
  to.key("met");
  to.flag(rule.met);
  put(to, "mode", rule.mode, cut);
  put(to, "policy", rule.policy, cut);
  put(to, "rule", rule.rule, cut);
  if (cut.whole_rules && !rule.spans.empty() && cut.items > 0) {
    to.key("spans");
    to.open_array();
    for (std::size_t i = 0; i < std::min(rule.spans.size(), cut.items); ++i) {
      to.open_array();
      to.number(rule.spans[i].first);
      to.number(rule.spans[i].second);
      to.close_array();
    }
    to.close_array();
  }
  put_member(to, "verdict", to_word(rule.verdict));
  put_member(to, "version", rule.version);
  put(to, "waiver", rule.waiver, cut);
  if (cut.whole_rules) put(to, "why", rule.why, cut);
  to.close_object();
}

void put_rules(Writer& to, const policy::Decision& decision, const Cut& cut) {
  const auto before = to.mark();
  std::size_t count = 0;
  to.key("rules");
  to.open_array();
  for (const auto& rule : decision.rules) {
    if (count == cut.items) break;
    if (!cut.all_rules && !deciding(rule, decision.verdict)) continue;
    put(to, rule, cut);
    ++count;
  }
  to.close_array();
  if (count == 0) to.undo(before);
}

std::string_view word(policy::Mask mask) {
  switch (mask) {
    case policy::Mask::pseudonym:
      return "pseudonym";
    case policy::Mask::stars:
      return "stars";
    case policy::Mask::removed:
      return "removed";
  }
  return "removed";
}

void put(Writer& to, const policy::Route& route, const Cut& cut) {
  to.key("give_to");
  to.open_object();
  put(to, "priority", route.priority, cut);
  put(to, "queue", route.queue, cut);
  to.close_object();
}

using Waits = std::map<std::string, std::chrono::seconds>;

void put_seconds(Writer& to, std::string_view key, const Waits& waits, const Cut& cut) {
  std::map<std::string, std::int64_t> seconds;
  for (const auto& [channel, wait] : waits) seconds.emplace(channel.empty() ? "any" : channel, wait.count());
  put_members(to, key, seconds, cut);
}

void put_duties(Writer& to, const policy::Duties& duties, const Cut& cut) {
  const auto before = to.mark();
  to.key("duties");
  to.open_object();
  const auto empty = to.mark();
  put_true(to, "ai_off", duties.ai_off);
  put_members(to, "approvals", duties.approvals, cut);
  if (duties.checked_percent > 0) put_member(to, "checked_percent", duties.checked_percent);
  put_seconds(to, "deadline_seconds", duties.deadline, cut);
  put_seconds(to, "deadline_staffed_seconds", duties.staffed_deadline, cut);
  if (duties.give_to) put(to, *duties.give_to, cut);
  put_true(to, "label", duties.label);
  std::map<std::string, std::string_view> masks;
  for (const auto& [kind, mask] : duties.mask) masks.emplace(kind, word(mask));
  put_members(to, "mask", masks, cut);
  put_list(to, "never_keep", duties.never_keep, cut);
  put_list(to, "notices", duties.notices, cut);
  put_true(to, "offer_a_person", duties.offer_a_person);
  put_list(to, "say", duties.say, cut);
  put_true(to, "show_source", duties.show_source);
  const bool nothing = to.mark() == empty;
  to.close_object();
  if (nothing) to.undo(before);
}

}  // namespace

void put(Writer& to, const policy::Decision& decision, const Cut& cut) {
  std::set<std::string> legal;
  std::set<std::string> waivers;
  for (const auto& rule : decision.rules) {
    legal.insert(rule.legal.begin(), rule.legal.end());
    if (!rule.waiver.empty()) waivers.insert(rule.waiver);
  }
  to.open_object();
  put_member(to, "ai_may", to_word(decision.ai_may));
  put_duties(to, decision.duties, cut);
  put(to, "error", decision.error, cut);
  put_list(to, "legal", legal, cut);
  put_member(to, "looked", decision.looked);
  put_member(to, "matched", static_cast<std::int64_t>(decision.rules.size()));
  put(to, "moment", decision.moment, cut);
  put(to, "policy", decision.policy_digest, cut);
  put_rules(to, decision, cut);
  put_member(to, "verdict", to_word(decision.verdict));
  put_list(to, "waivers", waivers, cut);
  to.close_object();
}

}  // namespace countersign::audit
