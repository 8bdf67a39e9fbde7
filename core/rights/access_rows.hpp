// Access rows: what lies beside a customer's messages, for the export (access.hpp): reviews with what a reviewer wrote,
// cases, questions without an answer, the ticket, what they asked for, holds. Any thread.
#pragma once

#include "base/json.hpp"
#include "desk/desk.hpp"
#include "rights/customers.hpp"

namespace countersign::rights {

[[nodiscard]] Result<json::Array> reviews_of(const House& house, const Conversation& conversation);
[[nodiscard]] Result<json::Array> cases_of(const House& house, const Conversation& conversation);
[[nodiscard]] Result<json::Array> questions_of(const House& house, const Conversation& conversation);
/// Where it stands and the notes in it; of another helpdesk's, its id alone.
[[nodiscard]] Result<json::Object> ticket_of(const Desk& desk, const Conversation& conversation);
/// Requests that ended too, with what was left to do elsewhere.
[[nodiscard]] Result<json::Array> requests_of(const House& house, const std::string& customer);
/// Since when; the reason is a matter between us and a court (Regulation (EU) 2016/679 Art. 23(1)(j)).
[[nodiscard]] Result<json::Array> holds_of(const House& house, const std::string& customer);

}  // namespace countersign::rights
