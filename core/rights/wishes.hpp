// Wishes: what holds for a customer from now on, whatever they write: no AI (objection, Art. 21 and 22 of Regulation
// (EU) 2016/679), nothing but keeping and a person's answer (restriction, Art. 18). Recorded; ends the open request of
// its kind. Any thread.
#pragma once

#include <string>

#include "rights/customers.hpp"

namespace countersign::rights {

struct Wished {
  bool no_ai = false;
  bool restricted = false;
};

class Wishes {
 public:
  explicit Wishes(const House& house) : house_(house) {}

  [[nodiscard]] static Result<Wished> of(store::Store& store, const std::string& customer);
  /// What AI prepared and nobody sent yet is withdrawn, and a person takes the open conversations over.
  [[nodiscard]] Status set(const Actor& actor, const Customer& customer, Wished wished) const;

 private:
  void record_step(store::Session& session, const std::string& customer, const std::string& user, Time now) const;
  [[nodiscard]] Status take_from_ai(const std::string& conversation) const;
  const House& house_;
};

}  // namespace countersign::rights
