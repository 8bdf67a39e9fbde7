// Rule: one phrase pattern over the folded view of one sentence, and what it says. The tables (rules_*.cpp) are the
// detectors' knowledge of language; the machine that reads them is phrases.cpp. Constants; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "flow/words.hpp"

namespace countersign::detect {

/// Whose texts a rule looks at.
enum class Side : std::uint8_t { customer, outgoing };

/// A finding; or something that takes findings of the same kind back, in the same clause ("I don't need an agent", but not
/// "I don't understand it, give me an agent") or in the whole sentence ("if the team approves it, you get 50 EUR").
enum class Says : std::uint8_t { found, not_here, not_so };

/// `kind` is a stable name; "commitment/money" carries what is promised; "risk/high" and "risk/medium" only raise the risk.
struct Rule {
  std::string_view kind;
  std::string_view pattern;    ///< RE2 over folded text: lower case, no accents, ASCII quotes; a first group is the span
  Says says = Says::found;
  int score = 900;
};

[[nodiscard]] std::span<const Rule> person_rules();      ///< asks_for_person, asks_if_ai
[[nodiscard]] std::span<const Rule> handover_rules();    ///< asks_for_person: callbacks, the boss, short spellings
[[nodiscard]] std::span<const Rule> machine_rules();     ///< asks_if_ai, refuses_ai
[[nodiscard]] std::span<const Rule> mood_rules();        ///< angry, distressed, disappointed, repeats_itself
[[nodiscard]] std::span<const Rule> temper_rules();      ///< the same four, as idioms
[[nodiscard]] std::span<const Rule> welfare_rules();     ///< vulnerable, health
[[nodiscard]] std::span<const Rule> hardship_rules();    ///< vulnerable: family, abuse, money, age
[[nodiscard]] std::span<const Rule> danger_rules();      ///< self_harm
[[nodiscard]] std::span<const Rule> legal_rules();       ///< legal_threat, wants_to_leave
[[nodiscard]] std::span<const Rule> court_rules();       ///< legal_threat, as families
[[nodiscard]] std::span<const Rule> leaving_rules();     ///< wants_to_leave, as families
[[nodiscard]] std::span<const Rule> injection_rules();   ///< prompt_injection
[[nodiscard]] std::span<const Rule> risk_rules();        ///< risk/high, risk/medium
[[nodiscard]] std::span<const Rule> commitment_rules();  ///< commitment/*
[[nodiscard]] std::span<const Rule> promise_rules();     ///< commitment/*, by the grammar of each language
[[nodiscard]] std::span<const Rule> reply_rules();       ///< advice, refusal, pretends_to_be_human
[[nodiscard]] std::span<const Rule> counsel_rules();     ///< advice, refusal
[[nodiscard]] std::span<const Rule> refusal_rules();     ///< refusal, by the grammar of each language
[[nodiscard]] std::span<const Rule> human_rules();       ///< pretends_to_be_human, discloses_ai

}  // namespace countersign::detect
