#include "flow/audit/recorded_facts.hpp"

#include <algorithm>

namespace countersign::audit {
namespace {

std::int64_t number(const json::Value& object, std::string_view key, std::int64_t otherwise = 0) {
  const auto* value = object.find(key);
  const auto* found = value == nullptr ? nullptr : value->integer();
  return found == nullptr ? otherwise : *found;
}

bool is_true(const json::Value& object, std::string_view key) {
  const auto* value = object.find(key);
  const auto* found = value == nullptr ? nullptr : value->boolean();
  return found != nullptr && *found;
}

/// False when the word is not known.
template <class Word>
bool read(const json::Value& object, std::string_view key, Word& into) {
  const auto found = from_word<Word>(object.text(key));
  if (found) into = *found;
  return found.has_value();
}

void add_findings(const json::Value& recorded, policy::Facts& facts) {
  const auto* findings = recorded.find("findings");
  if (findings == nullptr || findings->object() == nullptr) return;
  for (const auto& [kind, numbers] : *findings->object()) {
    const auto whole = number(numbers, "whole");
    const auto count = std::clamp<std::int64_t>(number(numbers, "count", 1), 1, 1000);
    for (std::int64_t i = 0; i < count; ++i) {
      Finding finding{.kind = kind, .start = 0, .end = i < whole ? 0U : 1U};
      finding.score = static_cast<int>(number(numbers, "score", 1000));
      facts.findings.push_back(std::move(finding));
    }
  }
}

/// The amounts go to the findings of their kind, in order; which stood where decides nothing.
void add_commitments(const json::Value& recorded, policy::Facts& facts) {
  const auto* promised = recorded.find("commitments");
  if (promised == nullptr || promised->array() == nullptr) return;
  auto next = promised->array()->begin();
  for (Finding& finding : facts.findings) {
    if (next == promised->array()->end()) return;
    if (finding.kind != "commitment") continue;
    Commitment one{std::string(next->text("what")), std::nullopt, std::string(next->text("currency")), ""};
    if (const auto* cents = next->find("cents"); cents != nullptr && cents->integer() != nullptr)
      one.cents = *cents->integer();
    finding.commitment = std::move(one);
    ++next;
  }
}

void add_notices(const json::Value& recorded, policy::Facts& facts) {
  const auto* shown = recorded.find("notices_shown");
  if (shown == nullptr || shown->object() == nullptr) return;
  for (const auto& [id, at] : *shown->object())
    if (at.integer() != nullptr) facts.notices_shown.push_back({id, from_micros(*at.integer())});
}

}  // namespace

std::optional<policy::Facts> facts_from(const json::Value& recorded) {
  policy::Facts facts;
  const bool known = read(recorded, "border", facts.border) && read(recorded, "written_by", facts.written_by) &&
                     read(recorded, "risk", facts.risk) && read(recorded, "value", facts.value) &&
                     read(recorded, "emotion", facts.emotion) && read(recorded, "ai_may", facts.ai_may);
  if (!known) return std::nullopt;
  facts.now = from_micros(number(recorded, "now"));
  facts.channel = recorded.text("channel");
  facts.channel_kind = recorded.text("channel_kind");
  facts.brand = recorded.text("brand");
  facts.region = recorded.text("region");
  facts.language = recorded.text("language");
  facts.model = recorded.text("model");
  if (const auto* topics = recorded.find("topics"); topics != nullptr && topics->array() != nullptr)
    for (const auto& topic : *topics->array())
      if (topic.string() != nullptr) facts.topics.push_back(*topic.string());
  facts.turn = static_cast<int>(number(recorded, "turn", 1));
  facts.ai_turns = static_cast<int>(number(recorded, "ai_turns"));
  facts.sources = static_cast<int>(number(recorded, "sources"));
  if (const auto* by = recorded.find("grounded"); by != nullptr)
    facts.grounded = {static_cast<int>(number(*by, "sentences")), static_cast<int>(number(*by, "on_sources")),
                      static_cast<int>(number(*by, "on_customer")), static_cast<int>(number(*by, "no_claim")),
                      static_cast<int>(number(*by, "on_nothing"))};
  facts.customer_asks_if_ai = is_true(recorded, "asks_if_ai");
  facts.ai_returns = is_true(recorded, "ai_returns");
  facts.never_ai = is_true(recorded, "never_ai");
  facts.ai_stopped = is_true(recorded, "ai_stopped");
  facts.model_asked_for_person = is_true(recorded, "model_asked_for_person");
  add_findings(recorded, facts);
  add_commitments(recorded, facts);
  add_notices(recorded, facts);
  return facts;
}

}  // namespace countersign::audit
