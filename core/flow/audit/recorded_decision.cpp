#include "flow/audit/recorded_facts.hpp"

namespace countersign::audit {
namespace {

template <class Visit>
void each(const json::Value& object, std::string_view key, Visit visit) {
  const auto* list = object.find(key);
  if (list == nullptr || list->array() == nullptr) return;
  for (const auto& one : *list->array()) visit(one);
}

template <class Visit>
void each_number(const json::Value& object, std::string_view key, Visit visit) {
  const auto* map = object.find(key);
  if (map == nullptr || map->object() == nullptr) return;
  for (const auto& [name, value] : *map->object())
    if (value.integer() != nullptr) visit(name, *value.integer());
}

bool flag(const json::Value& object, std::string_view key) {
  const auto* value = object.find(key);
  return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

int number(const json::Value& object, std::string_view key) {
  const auto* value = object.find(key);
  return value != nullptr && value->integer() != nullptr ? static_cast<int>(*value->integer()) : 0;
}

bool masked(const json::Value& how, std::string_view word) { return how.string() != nullptr && *how.string() == word; }

policy::RuleOutcome rule_from(const json::Value& recorded) {
  policy::RuleOutcome rule;
  rule.policy = recorded.text("policy");
  rule.version = number(recorded, "version");
  rule.rule = recorded.text("rule");
  rule.mode = recorded.text("mode");
  rule.verdict = from_word<Verdict>(recorded.text("verdict")).value_or(Verdict::hold);
  rule.met = flag(recorded, "met");
  rule.why = recorded.text("why");
  rule.waiver = recorded.text("waiver");
  each(recorded, "legal",
       [&](const json::Value& key) { rule.legal.emplace_back(key.string() == nullptr ? "" : *key.string()); });
  each(recorded, "spans", [&](const json::Value& span) {
    const auto* pair = span.array();
    if (pair == nullptr || pair->size() != 2 || (*pair)[0].integer() == nullptr || (*pair)[1].integer() == nullptr)
      return;
    rule.spans.emplace_back(static_cast<std::uint32_t>(*(*pair)[0].integer()),
                            static_cast<std::uint32_t>(*(*pair)[1].integer()));
  });
  return rule;
}

policy::Duties duties_from(const json::Value& recorded) {
  policy::Duties duties;
  duties.ai_off = flag(recorded, "ai_off");
  duties.label = flag(recorded, "label");
  duties.offer_a_person = flag(recorded, "offer_a_person");
  duties.show_source = flag(recorded, "show_source");
  if (const auto* share = recorded.find("checked_percent"); share != nullptr && share->integer() != nullptr)
    duties.checked_percent = static_cast<int>(*share->integer());
  if (const auto* route = recorded.find("give_to"))
    duties.give_to = policy::Route{std::string(route->text("queue")), std::string(route->text("priority"))};
  const auto channel = [](const std::string& name) { return name == "any" ? std::string() : name; };
  each_number(recorded, "approvals",
              [&](const auto& role, auto people) { duties.approvals[role] = static_cast<int>(people); });
  each_number(recorded, "deadline_seconds",
              [&](const auto& name, auto wait) { duties.deadline[channel(name)] = std::chrono::seconds(wait); });
  each_number(recorded, "deadline_staffed_seconds", [&](const auto& name, auto wait) {
    duties.staffed_deadline[channel(name)] = std::chrono::seconds(wait);
  });
  each(recorded, "notices",
       [&](const json::Value& id) { duties.notices.insert(id.string() == nullptr ? "" : *id.string()); });
  each(recorded, "never_keep",
       [&](const json::Value& kind) { duties.never_keep.insert(kind.string() == nullptr ? "" : *kind.string()); });
  if (const auto* masks = recorded.find("mask"); masks != nullptr && masks->object() != nullptr)
    for (const auto& [kind, how] : *masks->object())
      duties.mask[kind] = masked(how, "removed") ? policy::Mask::removed
                          : masked(how, "stars") ? policy::Mask::stars
                                                 : policy::Mask::pseudonym;
  each(recorded, "say", [&](const json::Value& id) { duties.say.insert(id.string() == nullptr ? "" : *id.string()); });
  return duties;
}

}  // namespace

std::optional<policy::Decision> decision_from(const json::Value& recorded) {
  const auto verdict = from_word<Verdict>(recorded.text("verdict"));
  const auto ai_may = from_word<AiMay>(recorded.text("ai_may"));
  if (!verdict || !ai_may) return std::nullopt;
  policy::Decision decision;
  decision.verdict = *verdict;
  decision.ai_may = *ai_may;
  decision.looked = number(recorded, "looked");
  decision.moment = recorded.text("moment");
  decision.policy_digest = recorded.text("policy");
  decision.error = recorded.text("error");
  each(recorded, "rules", [&](const json::Value& rule) { decision.rules.push_back(rule_from(rule)); });
  if (const auto* duties = recorded.find("duties")) decision.duties = duties_from(*duties);
  return decision;
}

}  // namespace countersign::audit
