// Elsewhere: where else a customer's words and name may be, as far as the gateway knows from its configuration and the
// record. It cannot erase or correct there; it says what people must do. Called by the erasure, before the key is
// destroyed, and by corrections.
#pragma once

#include <string>
#include <vector>

#include "rights/customers.hpp"

namespace countersign::rights {

struct Place {
  std::string what;       ///< one sentence: where, and what to do
  std::string reference;  ///< what to look for there: tickets' numbers; "" when a count must do
};

/// What is to be done there.
enum class Deed { erase, correct };

/// The channel itself, the helpdesk, the systems behind lookups that were asked; for an erasure also the providers of
/// models, and backups (last).
[[nodiscard]] Result<std::vector<Place>> elsewhere(const House& house, const Customer& customer, Deed deed);

}  // namespace countersign::rights
