// The types that cannot be cheated. A text for a customer is a Draft, then Passed (the gate judged it), then Cleared
// (its record is durable); only Cleared fits the way out. A prompt must be Screened, a ticket text Filed. Each can be
// moved, never copied, and spent once; only the named room can make the next one (Key). The base is private, so that no
// cast from a Once makes one either. tests/compile_fail holds the cheats. Values; one owner at a time, any thread.
#pragma once

#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "base/key.hpp"
#include "base/once.hpp"
#include "flow/policy/decision.hpp"
#include "flow/policy/facts.hpp"
#include "flow/words.hpp"
#include "plugin/connectors.hpp"
#include "plugin/lookup.hpp"

namespace countersign {

class Gate;       // flow/gate.hpp
class Clearance;  // flow/audit/clearance.hpp

// Also makes both keys complete here: a specialisation with an open door can no longer come after.
static_assert(!std::is_default_constructible_v<Key<Gate>> && !std::is_default_constructible_v<Key<Clearance>>);

/// The longest text taken from a customer or written by a person, in bytes.
inline constexpr std::size_t kMaxText = 64 * 1024;

/// A person's approval of exact bytes.
struct Signature {
  std::string user;
  std::string role;    ///< the role or permission it was given as
  std::string digest;  ///< hex SHA-256 of the composed text they saw
};

/// A reply on its way to one customer, with all that must stay with it.
struct Reply {
  std::string message;       ///< our id of this reply
  std::string conversation;  ///< our id
  std::string channel;       ///< configured name
  Author written_by = Author::system;
  std::string user;         ///< who wrote or edited it, "" for ai and system
  std::string model;        ///< configured name of the drafting model, "" for none
  std::string in_reply_to;  ///< our id of the customer's message, "" for none
  std::string text;         ///< as written, pseudonyms restored, before notices
  std::vector<plugin::Passage> sources;
  std::string system_notice;  ///< for system texts: the notice document it came from
  std::vector<Signature> signatures;
  std::map<std::string, int>
      owed;  ///< approvals (role -> people) that earlier versions of this text owed: edits shed none
};

/// What the gate made of a Reply: the final bytes and under which rules they passed.
struct Composed {
  Reply reply;
  std::string text;                  ///< the final bytes, notices included
  std::string digest;                ///< hex SHA-256 of `text`
  std::string notice;                ///< "ai-notice@4/en", "" for none
  std::vector<std::string> notices;  ///< ids shown with this text
  policy::Decision decision;
  std::int64_t revision = 0;  ///< of the conversation it was judged against
  policy::Facts facts;        ///< what it was judged by, for the record
};

/// Anybody may propose a text.
class Draft : private Once<Reply> {
 public:
  using Once::look;
  using Once::spend;
  explicit Draft(Reply reply) : Once(std::move(reply)) {}
};

/// Judged at the reply border, and allowed. Only the gate makes one.
class Passed : private Once<Composed> {
 public:
  using Once::look;
  using Once::spend;
  Passed(Key<Gate>, Composed composed) : Once(std::move(composed)) {}
};

/// A reply whose record is durable: what the outbox row and its entry say, compared.
struct ClearedReply {
  std::string message;
  std::string conversation;  ///< our id
  std::string channel;
  plugin::Outgoing outgoing;
};

/// The only thing that Egress::send accepts. Only Clearance makes one, from a durable outbox row.
class Cleared : private Once<ClearedReply> {
 public:
  using Once::look;
  using Once::spend;
  Cleared(Key<Clearance>, ClearedReply reply) : Once(std::move(reply)) {}
};

/// A prompt after the prompt border: redacted, pseudonymised. Only the gate makes one.
class Screened : private Once<plugin::Prompt> {
 public:
  using Once::look;
  using Once::spend;
  Screened(Key<Gate>, plugin::Prompt prompt) : Once(std::move(prompt)) {}
};

/// What a lookup may see of a customer's words: as the helpdesk would. Only the gate makes one.
class Sought : private Once<plugin::Question> {
 public:
  using Once::look;
  using Once::spend;
  Sought(Key<Gate>, plugin::Question question) : Once(std::move(question)) {}
};

/// A text for the helpdesk after the ticket border. Only the gate makes one.
class Filed : private Once<plugin::TicketEvent> {
 public:
  using Once::look;
  using Once::spend;
  Filed(Key<Gate>, plugin::TicketEvent event) : Once(std::move(event)) {}
};

}  // namespace countersign
