// CasePolicies: which policies decided in a conversation, and by which activation each was in force at that moment;
// known to this room only. Read inside a store's read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace countersign::report {

/// A set, put in force at one moment, that decided here.
struct PolicyInForce {
  std::string digest;
  std::int64_t entry = 0;        ///< seq of the activation; 0: before the record begins
  std::string at, by, approved;  ///< as the record has them; "" before it begins
  std::string first, last;       ///< times of the first and last decision under it here
};

class CasePolicies {
 public:
  /// `decided` is called with every decision of the conversation, in the record's order.
  void decided(const std::string& digest, std::int64_t seq, const std::string& at);
  /// Finds for each decision the activation that was the last one before it.
  void find(store::Session& session);
  [[nodiscard]] const std::vector<PolicyInForce>& all() const { return all_; }

 private:
  struct Decided {
    std::string digest;
    std::int64_t seq = 0;
    std::string at;
  };
  std::vector<Decided> decided_;
  std::vector<PolicyInForce> all_;
};

}  // namespace countersign::report
