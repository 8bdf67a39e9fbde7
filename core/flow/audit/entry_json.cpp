#include "flow/audit/entry_json.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace countersign::audit {
namespace {

void put(json::Object& object, const char* key, std::string_view text, const Cut& cut) {
  if (!text.empty()) object.insert_or_assign(key, clip(text, cut.text));
}

/// Languages, regions and currencies come from outside: kept only when they look like the codes they should be.
void put_code(json::Object& object, const char* key, std::string_view code) {
  const bool plain = !code.empty() && code.size() <= 8 && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (plain) object.insert_or_assign(key, code);
}

void put_true(json::Object& object, const char* key, bool value) {
  if (value) object.insert_or_assign(key, true);
}

template <class Texts>
void put_list(json::Object& object, const char* key, const Texts& texts, const Cut& cut) {
  json::Array list;
  for (const auto& text : texts) {
    if (list.size() == cut.items) break;
    list.emplace_back(clip(text, cut.text));
  }
  if (!list.empty()) object.insert_or_assign(key, std::move(list));
}

template <class Number>
void put_numbers(json::Object& object, const char* key, const std::map<std::string, Number>& numbers, const Cut& cut) {
  json::Object inner;
  for (const auto& [name, number] : numbers) {
    if (inner.size() == cut.items) break;
    inner.insert_or_assign(clip(name, cut.text), number);
  }
  if (!inner.empty()) object.insert_or_assign(key, std::move(inner));
}

bool deciding(const policy::RuleOutcome& rule, Verdict verdict) {
  return !rule.waiver.empty() || (!rule.met && rule.mode == "enforce" && rule.verdict == verdict);
}

json::Object to_json(const policy::RuleOutcome& rule, const Cut& cut) {
  json::Object object{{"version", rule.version}, {"verdict", to_word(rule.verdict)}, {"met", rule.met}};
  put(object, "policy", rule.policy, cut);
  put(object, "rule", rule.rule, cut);
  put(object, "mode", rule.mode, cut);
  put(object, "waiver", rule.waiver, cut);
  if (!cut.whole_rules) return object;
  put(object, "why", rule.why, cut);
  put_list(object, "legal", rule.legal, cut);
  json::Array spans;
  for (const auto& [start, end] : rule.spans) {
    if (spans.size() == cut.items) break;
    spans.emplace_back(json::Array{std::int64_t{start}, std::int64_t{end}});
  }
  if (!spans.empty()) object.insert_or_assign("spans", std::move(spans));
  return object;
}

json::Array rules_of(const policy::Decision& decision, const Cut& cut) {
  json::Array list;
  for (const auto& rule : decision.rules) {
    if (list.size() == cut.items) break;
    if (cut.all_rules || deciding(rule, decision.verdict)) list.emplace_back(to_json(rule, cut));
  }
  return list;
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

json::Object to_json(const policy::Duties& duties, const Cut& cut) {
  json::Object object;
  put_true(object, "ai_off", duties.ai_off);
  put_true(object, "label", duties.label);
  put_true(object, "offer_a_person", duties.offer_a_person);
  put_true(object, "show_source", duties.show_source);
  if (duties.checked_percent > 0) object.insert_or_assign("checked_percent", duties.checked_percent);
  if (duties.give_to) {
    json::Object route;
    put(route, "queue", duties.give_to->queue, cut);
    put(route, "priority", duties.give_to->priority, cut);
    object.insert_or_assign("give_to", std::move(route));
  }
  put_numbers(object, "approvals", duties.approvals, cut);
  std::map<std::string, std::int64_t> seconds;
  for (const auto& [channel, wait] : duties.deadline) seconds.emplace(channel.empty() ? "any" : channel, wait.count());
  put_numbers(object, "deadline_seconds", seconds, cut);
  seconds.clear();
  for (const auto& [channel, wait] : duties.staffed_deadline)
    seconds.emplace(channel.empty() ? "any" : channel, wait.count());
  put_numbers(object, "deadline_staffed_seconds", seconds, cut);
  put_list(object, "notices", duties.notices, cut);
  std::map<std::string, std::string> masks;
  for (const auto& [kind, mask] : duties.mask) masks.emplace(kind, word(mask));
  put_numbers(object, "mask", masks, cut);
  put_list(object, "never_keep", duties.never_keep, cut);
  put_list(object, "say", duties.say, cut);
  return object;
}

json::Object findings_of(const policy::Facts& facts, const Cut& cut) {
  struct Seen {
    std::int64_t count = 0, score = 0, whole = 0;
  };
  std::map<std::string, Seen> seen;
  for (const Finding& finding : facts.findings) {
    auto& kind = seen[finding.kind];
    ++kind.count;
    kind.score = std::max<std::int64_t>(kind.score, finding.score);
    if (finding.start >= finding.end) ++kind.whole;
  }
  json::Object object;
  for (const auto& [kind, numbers] : seen) {
    if (object.size() == cut.items) break;
    json::Object one{{"count", numbers.count}, {"score", numbers.score}};
    if (numbers.whole > 0) one.insert_or_assign("whole", numbers.whole);
    object.insert_or_assign(clip(kind, cut.text), std::move(one));
  }
  return object;
}

json::Array commitments_of(const policy::Facts& facts, const Cut& cut) {
  json::Array list;
  for (const Finding& finding : facts.findings) {
    if (!finding.commitment || list.size() == cut.items) continue;
    json::Object one;
    put_code(one, "currency", finding.commitment->currency);
    put(one, "what", finding.commitment->what, cut);
    if (finding.commitment->cents) one.insert_or_assign("cents", *finding.commitment->cents);
    list.emplace_back(std::move(one));
  }
  return list;
}

}  // namespace

std::string clip(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return std::string(text.substr(0, limit));
}

json::Object to_json(const policy::Decision& decision, const Cut& cut) {
  json::Object object{{"verdict", to_word(decision.verdict)},
                      {"ai_may", to_word(decision.ai_may)},
                      {"looked", decision.looked},
                      {"matched", decision.rules.size()}};
  put(object, "moment", decision.moment, cut);
  put(object, "policy", decision.policy_digest, cut);
  put(object, "error", decision.error, cut);
  std::set<std::string> legal;
  std::set<std::string> waivers;
  for (const auto& rule : decision.rules) {
    legal.insert(rule.legal.begin(), rule.legal.end());
    if (!rule.waiver.empty()) waivers.insert(rule.waiver);
  }
  put_list(object, "legal", legal, cut);
  put_list(object, "waivers", waivers, cut);
  if (auto rules = rules_of(decision, cut); !rules.empty()) object.insert_or_assign("rules", std::move(rules));
  if (auto duties = to_json(decision.duties, cut); !duties.empty())
    object.insert_or_assign("duties", std::move(duties));
  return object;
}

json::Object to_json(const policy::Facts& facts, const Cut& cut) {
  json::Object object{{"border", to_word(facts.border)},
                      {"written_by", to_word(facts.written_by)},
                      {"now", micros(facts.now)},
                      {"risk", to_word(facts.risk)},
                      {"value", to_word(facts.value)},
                      {"emotion", to_word(facts.emotion)},
                      {"turn", facts.turn},
                      {"ai_turns", facts.ai_turns},
                      {"sources", facts.sources},
                      {"ai_may", to_word(facts.ai_may)}};
  put(object, "channel", facts.channel, cut);
  put(object, "channel_kind", facts.channel_kind, cut);
  put(object, "brand", facts.brand, cut);
  put_code(object, "region", facts.region);
  put_code(object, "language", facts.language);
  put(object, "model", facts.model, cut);
  put_list(object, "topics", facts.topics, cut);
  put_list(object, "detectors", facts.detectors, cut);
  if (const auto& by = facts.grounded; by.sentences > 0)
    object.insert_or_assign("grounded", json::Object{{"sentences", by.sentences},
                                                     {"on_sources", by.on_sources},
                                                     {"on_customer", by.on_customer},
                                                     {"no_claim", by.no_claim},
                                                     {"on_nothing", by.on_nothing}});
  put_true(object, "asks_if_ai", facts.customer_asks_if_ai);
  put_true(object, "ai_returns", facts.ai_returns);
  put_true(object, "never_ai", facts.never_ai);
  put_true(object, "ai_stopped", facts.ai_stopped);
  put_true(object, "model_asked_for_person", facts.model_asked_for_person);
  std::map<std::string, std::int64_t> shown;
  for (const auto& notice : facts.notices_shown) {
    auto& last = shown[notice.id];
    last = std::max(last, micros(notice.at));
  }
  put_numbers(object, "notices_shown", shown, cut);
  if (auto findings = findings_of(facts, cut); !findings.empty())
    object.insert_or_assign("findings", std::move(findings));
  if (auto promised = commitments_of(facts, cut); !promised.empty()) {
    object.insert_or_assign("commitments", std::move(promised));
  }
  return object;
}

void require_integers(const json::Value& value) {
  if (value.decimal() != nullptr) throw std::invalid_argument("a record has integers only; scale the fraction first");
  if (const auto* array = value.array()) {
    for (const auto& item : *array) require_integers(item);
  }
  if (const auto* object = value.object()) {
    for (const auto& [key, member] : *object) require_integers(member);
  }
}

}  // namespace countersign::audit
