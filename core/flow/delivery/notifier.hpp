// Notifier: a way to reach somebody on call outside the helpdesk, by a webhook of the company's own (a pager, a chat of
// the team). What is told is a Summons: who, which conversation by its reference, where it waits, until when, and a
// link. It has no member that could hold a customer's words. Values; any thread.
#pragma once

#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/key.hpp"
#include "base/once.hpp"
#include "flow/policy/staffing.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

class Telling;  // flow/delivery/telling.hpp
static_assert(!std::is_default_constructible_v<Key<Telling>>);

/// One block of `notify:`.
struct Notifier {
  std::string name;
  std::set<std::string> reaches;  ///< users, roles and queues of the policies; empty: everybody
  std::string url;
  std::string secret;
  std::string link;  ///< with {reference}, {conversation} and {ticket}; "" for none
};

struct Summoned {
  std::string id;         ///< the idempotency key: the same on every try
  std::string who;        ///< a user, role or queue of the policies
  std::string reference;  ///< what the customer may quote
  std::string queue;
  std::string priority;
  std::string link;
  Time due_at{};  ///< the next one is reached then
};

/// The only thing that Egress::tell accepts. Only Telling makes one.
class Summons : private Once<Summoned> {
 public:
  using Once::look;
  using Once::spend;
  Summons(Key<Telling>, Summoned summoned) : Once(std::move(summoned)) {}
};

/// Those who tell this one: who names them, else who names their role, else who is for everybody.
[[nodiscard]] std::vector<std::string> notifiers_for(const std::vector<Notifier>& all, const policy::Reach& reach);

/// The link with its placeholders filled in, each (word, value); what is not plain in a value is percent-encoded
/// (RFC 3986, 2.1).
using Placeholders = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string link_to(const Notifier& notifier, const Placeholders& placeholders);

/// A POST of JSON with `Idempotency-Key` and `X-Countersign-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256(secret,
/// "<t>.notify.<name>.<body>")>`.
[[nodiscard]] plugin::Request request_of(const Summoned& summoned, const Notifier& notifier, Time now);

/// 2xx is delivered; 4xx but 408, 425 and 429 is refused; everything else is tried again with the same key.
[[nodiscard]] plugin::Delivery told(const plugin::Response& response);

}  // namespace countersign
