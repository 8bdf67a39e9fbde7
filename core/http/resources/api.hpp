// The resources of the HTTP interface: what each may touch, and one add_… function per family of routes. The app builds
// the router once with all of them; handlers run on the server's workers.
#pragma once

#include <functional>
#include <string>

#include "chat/chat.hpp"
#include "desk/desk.hpp"
#include "flow/activation/office.hpp"
#include "flow/journey.hpp"
#include "http/admission.hpp"
#include "http/router.hpp"
#include "http/users.hpp"

namespace countersign::publish {
class Publisher;
}

namespace countersign::http {

/// Whether the gateway can accept, and what is wrong in words.
struct Health {
  bool ready = false;
  json::Object details;
};

/// Who puts policies in force, and what the folder says beside.
struct PolicyDesk {
  activation::Office* office = nullptr;  ///< null with `activation: folder`
  std::function<std::filesystem::path()> folder = {};
  std::function<std::string()> differs = {};  ///< with an office: "" or how the folder differs from what is in force
  std::function<std::string()> refused = {};  ///< without: "" or why the folder's newest state is not in force
};

struct Api {
  const House& house;
  const Journey& journey;
  Desk& desk;
  users::RoleLookup roles;
  std::function<Health()> health;
  Admission& admission;
  /// How long the sender of a chat must wait before the next message; empty: nobody waits.
  std::function<std::chrono::seconds(const std::string& channel, const Request&)> wait_to_write = {};
  const publish::Publisher* log = nullptr;  ///< once the gateway has started
  bool log_is_open = false;                 ///< /audit/ needs no token
  PolicyDesk policies = {};
};

/// Runs `act` for a caller whose token allows `action`: else 401 or 403 with the reason.
[[nodiscard]] Response guarded(const Api& api, const Request& request, users::Action action,
                               const std::function<Response(const users::Identity&)>& act);

/// The request's body as a JSON object with exactly these members, all strings; else the problem to answer with.
[[nodiscard]] Result<json::Value> body_of(const Request& request, std::initializer_list<std::string_view> members);

/// What makes a person's text one text however often it is sent: a look-up value of the user, the conversation and the
/// request's `Idempotency-Key`; "" without one.
[[nodiscard]] std::string once_of(const Api& api, const Request& request, const users::Identity& identity,
                                  const std::string& conversation);

void add_intake(Router& router, const Api& api);         ///< POST /channels/{name}, POST /helpdesk
void add_reviews(Router& router, const Api& api);        ///< /api/v1/reviews
void add_conversations(Router& router, const Api& api);  ///< /api/v1/conversations, cases, unanswered
void add_desk(Router& router, const Api& api);           ///< /api/v1/desk
void add_operations(Router& router, const Api& api);     ///< /healthz /readyz, stop switch, decisions
void add_audit(Router& router, const Api& api);          ///< /audit/, /api/v1/audit/receipts
void add_chat(Router& router, chat::Chat& chat);         ///< /chat/: the customer's page, its lines and events
void add_policies(Router& router, const Api& api);       ///< /api/v1/policies
void add_openapi(Router& router);                        ///< /api/openapi.json; last, it lists what was added

}  // namespace countersign::http
