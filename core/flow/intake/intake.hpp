// Intake: from a webhook to a message that may be kept: signature, translation, de-duplication, normalisation.
// The journey calls it on the HTTP server's threads; writing happens in the caller's Changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/gate.hpp"
#include "flow/state/changes.hpp"

namespace countersign {

/// What the channel is told: our id, and whether it sent this before.
struct Accepted {
  std::string message;
  bool duplicate = false;
};

/// A verified, translated message and where it belongs.
struct Arrival {
  plugin::Inbound inbound;
  std::string channel;
  std::string event_ref;  ///< look-up value of (channel, event id)
  std::string body_mac;   ///< of the raw body: the same id with another body is a conflict
  std::string conversation_ref;
  bool keeps_chat = false;    ///< the customer reads it on our own page
  std::string plugin_digest;  ///< of the plugin file that verified and translated it
};

/// What is found in the transaction that would keep an arrival: the answer to the same event that came before, or
/// `conflict` when it came with another body. Empty: this is the first time.
struct Before {
  std::optional<Result<Accepted>> told;
};

/// Where an arrival falls.
struct Known {
  Conversation conversation;         ///< loaded, or new (revision 0, not stored yet)
  std::vector<std::string> earlier;  ///< the customer's last texts in it, oldest first
};

class Intake {
 public:
  explicit Intake(const House& house) : house_(house) {}

  /// forged: bad signature; invalid: not a message of this channel; not_found: no such channel.
  [[nodiscard]] Result<Arrival> receive(const std::string& channel, const plugin::Webhook& webhook,
                                        int* refused_as) const;
  /// What the store knows of it, read in one go: its conversation, the customer's last texts. A new customer gets a
  /// key.
  [[nodiscard]] Result<Known> look_up(const Arrival& arrival) const;
  /// Each event is kept once: makes the changes look for it. What is found is there when they are committed.
  [[nodiscard]] std::shared_ptr<const Before> once(Changes& changes, const Arrival& arrival) const;
  /// Message, event and entries into `changes`; returns the message's id.
  std::string keep(Changes& changes, const Arrival& arrival, const Conversation& conversation,
                   const Arrived& judged) const;

 private:
  [[nodiscard]] Result<Known> read(const Arrival& arrival) const;
  [[nodiscard]] Result<Conversation> conversation(const Arrival& arrival) const;
  [[nodiscard]] Result<std::vector<std::string>> earlier(const Conversation& conversation) const;
  const House& house_;
};

}  // namespace countersign
