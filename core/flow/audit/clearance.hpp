// Clearance: where a Passed text becomes a Cleared one. record() writes outbox row and entry in the running
// transaction; lease() reads them back when they are durable, compares text, row and entry, and only then mints the
// type that the way out accepts. Called by the road's steps on any thread, under the conversation's lock for record().
#pragma once

#include <string>
#include <variant>

#include "flow/state/changes.hpp"
#include "flow/texts.hpp"

namespace countersign {

/// One reply on its way out, as the outbox holds it.
struct OutboxRow {
  std::string message;
  std::string channel;
  std::string state;          ///< ready | sending (it may be there) | delivered | refused | dead | unknown | withdrawn
  std::string digest;         ///< of the composed bytes
  std::string policy_digest;  ///< the set it passed under
  std::string receipt;        ///< id of its `cleared` entry
  std::string sealed_reply;   ///< the Reply as judged, to judge it again
  int tries = 0;
  int turn = 0;  ///< of the customer, when it was cleared: a signature does not outlive the next message
};

/// The world changed since the text passed: it must be judged again.
struct Stale {
  Reply reply;
  std::string why;
};

class Clearance {
 public:
  explicit Clearance(const House& house) : house_(house) {}

  /// Spends `passed`: message, entry, outbox row and delivery work. Updates the conversation's AI turns and notices;
  /// the caller saves it in the same changes. `again`: the delivery work of a reply that is judged again; it
  /// keeps its place before later replies and its tries.
  void record(Changes& changes, Conversation& conversation, Passed passed, const Work* again = nullptr) const;

  /// Spends `passed`, which has the very bytes of `row` and was judged again: row and receipt stay, so that a second
  /// try is the same request; a `decided` entry says under which policies.
  void renew(Changes& changes, Conversation& conversation, const OutboxRow& row, Passed passed) const;

  /// Cleared when row, entry and text agree and nothing changed since; Stale when it must be judged again; an Error
  /// when row and record disagree (never sent, a person is told).
  [[nodiscard]] Result<std::variant<Cleared, Stale>> lease(const Conversation& conversation,
                                                           const OutboxRow& row) const;

  [[nodiscard]] Result<OutboxRow> row(const std::string& message) const;

 private:
  [[nodiscard]] Result<std::variant<Cleared, Stale>> compare(const Conversation& conversation,
                                                             const OutboxRow& row) const;
  [[nodiscard]] Status agree(const Conversation& conversation, const OutboxRow& row, const std::string& text) const;
  [[nodiscard]] Result<Reply> reply(const Conversation& conversation, const OutboxRow& row) const;
  [[nodiscard]] std::string changed_since(const Conversation& conversation, const OutboxRow& row,
                                          const Reply& reply) const;
  const House& house_;
};

/// A Reply as canonical JSON and back; what reviews and the outbox seal.
[[nodiscard]] std::string to_json(const Reply& reply);
[[nodiscard]] Result<Reply> reply_from_json(const std::string& text);

}  // namespace countersign
