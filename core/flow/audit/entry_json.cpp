#include "flow/audit/entry_json.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "flow/audit/json_parts.hpp"

namespace countersign::audit {
namespace {

/// Languages, regions and currencies come from outside: kept only when they look like the codes they should be.
void put_code(Writer& to, std::string_view key, std::string_view code) {
  const bool plain = !code.empty() && code.size() <= 8 && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!plain) return;
  to.key(key);
  to.text(code);
}

using audit::put_member;  // beside the one for what was seen

struct Seen {
  std::int64_t count = 0, score = 0, whole = 0;
};

void put_member(Writer& to, std::string_view kind, const Seen& seen) {
  to.key(kind);
  to.open_object();
  put_member(to, "count", seen.count);
  put_member(to, "score", seen.score);
  if (seen.whole > 0) put_member(to, "whole", seen.whole);
  to.close_object();
}

void put_findings(Writer& to, const policy::Facts& facts, const Cut& cut) {
  std::map<std::string, Seen> seen;
  for (const Finding& finding : facts.findings) {
    auto& kind = seen[finding.kind];
    ++kind.count;
    kind.score = std::max<std::int64_t>(kind.score, finding.score);
    if (finding.start >= finding.end) ++kind.whole;
  }
  put_members(to, "findings", seen, cut);
}

void put_commitments(Writer& to, const policy::Facts& facts, const Cut& cut) {
  const auto before = to.mark();
  std::size_t count = 0;
  to.key("commitments");
  to.open_array();
  for (const Finding& finding : facts.findings) {
    if (!finding.commitment || count == cut.items) continue;
    ++count;
    to.open_object();
    if (finding.commitment->cents) put_member(to, "cents", *finding.commitment->cents);
    put_code(to, "currency", finding.commitment->currency);
    put(to, "what", finding.commitment->what, cut);
    to.close_object();
  }
  to.close_array();
  if (count == 0) to.undo(before);
}

void put_grounded(Writer& to, const policy::Grounded& by) {
  if (by.sentences == 0) return;
  to.key("grounded");
  to.open_object();
  put_member(to, "no_claim", by.no_claim);
  put_member(to, "on_customer", by.on_customer);
  put_member(to, "on_nothing", by.on_nothing);
  put_member(to, "on_sources", by.on_sources);
  put_member(to, "sentences", by.sentences);
  to.close_object();
}

void put_notices_shown(Writer& to, const policy::Facts& facts, const Cut& cut) {
  std::map<std::string, std::int64_t> shown;
  for (const auto& notice : facts.notices_shown) {
    auto& last = shown[notice.id];
    last = std::max(last, micros(notice.at));
  }
  put_members(to, "notices_shown", shown, cut);
}

}  // namespace

std::string_view clipped(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

void put(Writer& to, const policy::Facts& facts, const Cut& cut) {
  to.open_object();
  put_member(to, "ai_may", to_word(facts.ai_may));
  put_true(to, "ai_returns", facts.ai_returns);
  put_true(to, "ai_stopped", facts.ai_stopped);
  put_member(to, "ai_turns", facts.ai_turns);
  put_true(to, "asks_if_ai", facts.customer_asks_if_ai);
  put_member(to, "border", to_word(facts.border));
  put(to, "brand", facts.brand, cut);
  put(to, "channel", facts.channel, cut);
  put(to, "channel_kind", facts.channel_kind, cut);
  put_commitments(to, facts, cut);
  put_list(to, "detectors", facts.detectors, cut);
  put_member(to, "emotion", to_word(facts.emotion));
  put_findings(to, facts, cut);
  put_grounded(to, facts.grounded);
  put_code(to, "language", facts.language);
  put(to, "model", facts.model, cut);
  put_true(to, "model_asked_for_person", facts.model_asked_for_person);
  put_true(to, "never_ai", facts.never_ai);
  put_notices_shown(to, facts, cut);
  put_member(to, "now", micros(facts.now));
  put_code(to, "region", facts.region);
  put_member(to, "risk", to_word(facts.risk));
  put_member(to, "sources", facts.sources);
  put_list(to, "topics", facts.topics, cut);
  put_member(to, "turn", facts.turn);
  put_member(to, "value", to_word(facts.value));
  put_member(to, "written_by", to_word(facts.written_by));
  to.close_object();
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
