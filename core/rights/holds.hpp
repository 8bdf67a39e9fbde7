// Legal holds: what must be kept although somebody or a deadline wants it gone, since a court or a claim needs it. A
// hold wins over erasure and retention and says so. Set and lifted by officers, both recorded. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rights/customers.hpp"

namespace countersign::rights {

struct Hold {
  std::string id;
  std::string customer;  ///< ref
  std::string channel;
  std::string reason;  ///< as the officer wrote it; for people, never in the record
  std::string set_by;
  Time set_at{};
};

class Holds {
 public:
  explicit Holds(const House& house) : house_(house) {}

  /// The id of the new hold; a customer may have several.
  [[nodiscard]] Result<std::string> add(const Actor& actor, const Customer& customer, const std::string& reason) const;
  /// Lifts all of a customer's; how many. `not_found` when there is none.
  [[nodiscard]] Result<int> remove(const Actor& actor, const Customer& customer) const;
  /// In force, oldest first.
  [[nodiscard]] Result<std::vector<Hold>> all() const;
  /// Inside a transaction: the first in force for a customer.
  [[nodiscard]] static std::optional<Hold> in_force(store::Session& session, const std::string& customer);
  /// `conflict`, with the hold in words.
  [[nodiscard]] static Error stands_in_the_way(const Hold& hold);

 private:
  const House& house_;
};

}  // namespace countersign::rights
