// The desk built into the gateway: tickets, notes and agents' replies for those who have no helpdesk yet. helpdesk.desk
// speaks to it through `desk:` requests, like to any other helpdesk; people use it by API and command line.
// Texts are sealed under the customer's key. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "flow/audit/entry.hpp"
#include "plugin/connectors.hpp"
#include "store/keys.hpp"
#include "store/store.hpp"

namespace countersign {

struct Ticket {
  std::string id;            ///< "T-17"
  std::string conversation;  ///< our id
  std::string channel;
  std::string subject;
  std::string queue;
  std::string priority;
  std::string state;  ///< open | closed
  Time created_at{};
  Time updated_at{};
};

/// Where a ticket stands in the list: what tickets() takes as `after`.
[[nodiscard]] std::string place_of(const Ticket& ticket);

struct Note {
  std::string kind;    ///< opened | message | handed_over | review | note
  std::string author;  ///< to_word(Author)
  std::string user;    ///< who wrote a note, "" for what the road filed
  std::string text;
  Time at{};
};

class Desk {
 public:
  Desk(store::Store& store, const store::Keys& keys, const Clock& clock) : store_(store), keys_(keys), clock_(clock) {}

  /// What helpdesk.desk asks for: `POST desk:tickets`, `POST desk:tickets/ID/notes`. The same Idempotency-Key twice
  /// changes nothing. Never throws.
  [[nodiscard]] plugin::Response answer(const plugin::Request& request) noexcept;

  /// The most urgent first, then whose turn is longest ago; at most `limit`, behind the place `after` (see place_of; ""
  /// from the start). `invalid` for a place that is none.
  [[nodiscard]] Result<std::vector<Ticket>> tickets(const std::string& queue, const std::string& state, int limit,
                                                    const std::string& after = "") const;
  [[nodiscard]] Result<Ticket> ticket(const std::string& id) const;
  [[nodiscard]] Result<std::vector<Note>> notes(const std::string& id) const;
  /// An internal note by `user`, on the record as `noted`; `invalid` without words. The same `once` (not "") again
  /// changes nothing, with other words it is a `conflict`.
  [[nodiscard]] Status note(const std::string& id, const std::string& user, const std::string& text,
                            const std::string& once = "");
  /// Closed by `user`, on the record as `ticket_closed`. A ticket that is closed already stays as it is.
  [[nodiscard]] Status close(const std::string& id, const std::string& user);

 private:
  [[nodiscard]] plugin::Response act(const plugin::Request& request);
  /// A note that is not stored yet: its id, and its text sealed.
  struct Fresh {
    std::string id;
    std::string sealed;
  };
  [[nodiscard]] Result<Fresh> fresh_note(const std::string& conversation, const json::Value& event,
                                         const std::string& key) const;
  void put(store::Session& session, std::int64_t ticket, const json::Value& event, const Fresh& note) const;
  [[nodiscard]] Result<std::string> open_ticket(const json::Value& event, const std::string& key);
  [[nodiscard]] Status add(const std::string& ticket, const json::Value& event, const std::string& key);
  [[nodiscard]] Result<std::string> customer_of(const std::string& conversation) const;
  [[nodiscard]] Result<audit::Entry> entry_about(const Ticket& ticket, audit::Kind kind, const std::string& user) const;
  [[nodiscard]] Status same_words(const Ticket& ticket, const std::string& note, const std::string& text) const;
  store::Store& store_;
  const store::Keys& keys_;
  const Clock& clock_;
};

}  // namespace countersign
