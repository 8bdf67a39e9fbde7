// Erasure: a customer goes for good. Two people with the two permissions ask and confirm; then the key is destroyed, so
// that every copy of every text becomes noise and no pseudonym of the record can be made again; then the rows go. The
// entries of the record stay as they are. What a crash interrupts goes on at the next start. Called by the command line
// and the API on any thread; resume() at start, on the main thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rights/customers.hpp"
#include "rights/holds.hpp"
#include "rights/requests.hpp"

namespace countersign::rights {

/// What asking or confirming came to.
struct Erased {
  bool done = false;  ///< false: asked, another person must confirm
  RightsRequest request;
  std::int64_t conversations = 0, messages = 0;
  std::vector<Errand> left;  ///< to be done elsewhere
};

class Erasure {
 public:
  /// `cut` copies the database's journal into it and cuts it (SqliteStore::submit_truncate), and waits for that.
  Erasure(const House& house, std::function<Status()> cut) : house_(house), cut_(std::move(cut)) {}

  /// The first person asks, the second confirms: another user with the other of the permissions officer and operator,
  /// within one month. `conflict` while a legal hold stands; `forbidden` for the same person or permission again.
  [[nodiscard]] Result<Erased> ask_or_confirm(const Actor& actor, const std::string& channel,
                                              const std::string& id) const;
  /// Takes back what was asked and not confirmed.
  [[nodiscard]] Status withdraw(const Actor& actor, const std::string& channel, const std::string& id) const;

  /// Ends erasures that a crash interrupted, and removes what a restored database brought back of the erased. How many
  /// customers.
  [[nodiscard]] Result<int> resume() const;
  /// Removes rows of customers whose key is gone: what a message on its way left behind, what a restore brought.
  [[nodiscard]] Result<int> sweep() const;
  /// Copies the database's journal into it and cuts it; says in the log when a reader stood in the way for too long.
  [[nodiscard]] Status cut() const;

 private:
  [[nodiscard]] Result<Erased> confirm(const Actor& actor, const Customer& customer, RightsRequest request) const;
  [[nodiscard]] Status write_confirmed(const Actor& actor, const Customer& customer, const RightsRequest& request,
                                       const std::vector<Errand>& left) const;
  [[nodiscard]] Result<Customer> finish(const RightsRequest& request) const;
  [[nodiscard]] Result<std::int64_t> remove_all(const std::string& customer) const;

  const House& house_;
  const std::function<Status()> cut_;
};

}  // namespace countersign::rights
