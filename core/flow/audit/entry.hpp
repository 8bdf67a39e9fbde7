// Entry: one line of the record (design: the record). Canonical JSON without customer text, at most 16 KB; written in the
// same transaction as the state it describes. Callers: journey, review, delivery, commands; inside a store job.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "flow/policy/decision.hpp"
#include "flow/policy/facts.hpp"
#include "flow/words.hpp"
#include "store/store.hpp"

namespace countersign::audit {

/// Closed list; the words are final.
enum class Kind : std::uint8_t {
  arrived, decided, prompted, drafted, held, approved, edited, rejected, taken_over, given_back, cleared, delivered,
  refused, undelivered, handed_over, blocked, ticketed, viewed, ai_stopped, ai_started, policy_activated, policy_refused,
  plugin_loaded, erased, config_changed, user_changed, expired, case_closed, reached, config_refused,
  looked_up, told, noted, ticket_closed,
  erasure_asked, hold_set, hold_lifted, rights_changed, corrected, removed, exported, backed_up, updated,
  policy_proposed, policy_approved, policy_confirmed, policy_overdue, policy_withdrawn
};
[[nodiscard]] std::string_view to_word(Kind kind);

/// What a caller knows about one fact. Empty members are left out of the JSON.
struct Entry {
  Kind kind = Kind::arrived;
  Time at{};
  std::string conversation;        ///< pseudonym under the customer's key
  std::int64_t revision = -1;      ///< of the conversation, as the step found it; -1: none
  std::string message;             ///< our id
  std::string channel;
  std::string author;              ///< to_word(Author)
  std::string actor;               ///< "user:NAME" (kept as "user:ID", see staff.hpp), "system", "policy"
  std::string border;
  std::string text_digest;         ///< salted; the salt dies with the customer's key
  std::string plugin_digest;
  std::string notice;              ///< "ai-notice@4/en"
  std::string reason;              ///< one plain sentence without customer text
  const policy::Decision* decision = nullptr;   ///< verdict, deciding rules, policy digest, legal keys, waivers
  const policy::Facts* facts = nullptr;         ///< counts and classes, never text
  json::Object more;               ///< further facts of this kind; integers and words only
};

/// The canonical bytes of an entry with the given id. Too many rules are cut to the deciding ones; the full detail is
/// `detail`, whose SHA-256 stands in the entry as "detail".
struct Written {
  std::string bytes;
  std::string detail;              ///< canonical JSON of all rules and facts; "" when the entry holds everything
};
[[nodiscard]] Written write(const Entry& entry, std::string_view id);

/// Inserts an entry that was written before the job, so that the writer's thread does no work twice.
void insert(store::Session& session, const std::string& id, std::int64_t at, const std::string& kind,
            const std::string& conversation, const std::string& message, const Written& written);

/// Writes entry (and detail row) in the running transaction; returns the entry's id. Throws what the session throws.
std::string record(store::Session& session, Entry entry);

}  // namespace countersign::audit
