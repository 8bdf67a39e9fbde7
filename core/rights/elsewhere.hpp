// Elsewhere: where else a customer's words and name may be, as far as the gateway knows from its configuration and the
// record. It cannot erase there; it says what people must do. Called by the erasure, before the key is destroyed.
#pragma once

#include <string>
#include <vector>

#include "rights/customers.hpp"

namespace countersign::rights {

struct Place {
  std::string what;       ///< one sentence: where, and what to do
  std::string reference;  ///< what to look for there: tickets' numbers; "" when a count must do
};

/// The channel itself, the helpdesk, the providers of models and lookups that were asked, and backups.
[[nodiscard]] Result<std::vector<Place>> elsewhere(const House& house, const Customer& customer);

}  // namespace countersign::rights
