// The parts of an entry as JSON: a decision and the facts it rests on, whole or cut to a bounded size, written straight
// as bytes since every step of the road writes some. Used by entry.cpp and by `policy explain`. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json_writer.hpp"
#include "flow/policy/decision.hpp"
#include "flow/policy/facts.hpp"

namespace countersign::audit {

/// How much of a long entry is kept.
struct Cut {
  std::size_t items = static_cast<std::size_t>(-1);  ///< of each list
  std::size_t text = static_cast<std::size_t>(-1);   ///< bytes of each string, cut between characters
  bool all_rules = true;                             ///< false: those that decided, and those a waiver let pass
  bool whole_rules = true;                           ///< false: without reasons, spans and legal keys
  bool more = true;                                  ///< with what the caller added
};

/// At most `limit` bytes of `text`, never half a character; a view of it.
[[nodiscard]] std::string_view clipped(std::string_view text, std::size_t limit);

/// Verdict, rules, duties, legal keys, waivers, policy digest. Says how many rules matched, however many are shown.
void put(json::Writer& to, const policy::Decision& decision, const Cut& cut);

/// Findings as kind -> count, highest score and how many are about the whole text; commitments as amounts; nothing that was written by anybody.
void put(json::Writer& to, const policy::Facts& facts, const Cut& cut);

/// Throws std::invalid_argument if a fraction is somewhere in `value`: a record has integers only.
void require_integers(const json::Value& value);

}  // namespace countersign::audit
