// Customers: who somebody asks about, and everything of theirs that the gateway keeps. What every right begins with.
// Called by erasure, access, holds and retention; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/audit/entry.hpp"
#include "flow/house.hpp"
#include "http/permissions.hpp"

namespace countersign::rights {

/// The person acting. Whether they may act at all is checked before (http/permissions).
struct Actor {
  std::string user;
  users::Permission permission = users::Permission::officer;
};

/// A customer of one channel.
struct Customer {
  std::string channel;
  std::string ref;  ///< Conversations::customer_ref
  std::vector<std::string> conversations;
  std::int64_t messages = 0;
};

/// By the channel's own id of them, as long as anything of theirs is kept: a conversation, their key, a request, a hold,
/// a wish. Without a channel: the one channel that knows them; on several it is `invalid` and
/// the error names them. `not_found` when nobody does.
[[nodiscard]] Result<Customer> find_customer(const House& house, const std::string& channel, const std::string& id);

/// The name under which entries of the record know a customer: an HMAC under their key, which dies with it; "" when there
/// is none.
[[nodiscard]] std::string pseudonym_of(const House& house, const std::string& ref);
/// Puts it into an entry's `more`, so that two entries about the same person can be told to be.
void put_pseudonym(const House& house, const std::string& ref, audit::Entry& entry);

/// What there is of a customer under their ref, even if it is nothing.
[[nodiscard]] Result<Customer> customer_of(store::Store& store, const std::string& channel, const std::string& ref);

/// Deletes everything about a conversation but the record: texts, tickets, reviews, work, texts on their way out.
/// Inside a job; twice is once.
void remove_rows(store::Session& session, const std::string& conversation);

/// Notes that the customer's key has no texts left to open, if that is so; retention puts it away. Inside a job, after
/// remove_rows().
void key_may_go(store::Session& session, const std::string& customer, Time now);

}  // namespace countersign::rights
