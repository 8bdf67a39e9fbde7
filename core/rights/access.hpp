// Access: everything that is kept about a customer, as JSON they can be given: Regulation (EU) 2016/679 Art. 15 and 20.
// What was said and by whom, what was decided and why, who else got it, what they asked for. Names of staff are left
// out: they are other people's data. Any thread.
#pragma once

#include "base/json.hpp"
#include "desk/desk.hpp"
#include "rights/customers.hpp"

namespace countersign::rights {

/// Recorded as `exported`; ends their open request for access.
[[nodiscard]] Result<json::Object> export_customer(const House& house, const Desk& desk, const Actor& actor,
                                                   const Customer& customer, const std::string& id);

}  // namespace countersign::rights
