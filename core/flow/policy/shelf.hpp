// Shelf: the policies of one border and author, laid out so that those which cannot apply are not even looked at.
// Filled by seal(), read by decide(); immutable in between, any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "flow/policy/facts.hpp"

namespace countersign::policy {

struct Policy;

class Shelf {
 public:
  void add(const Policy& policy);
  /// Each policy that may apply, once: those that name no topic, finding or brand, and those that name one of these
  /// facts'.
  [[nodiscard]] std::vector<const Policy*> candidates(const Facts& facts) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  using ByName = std::map<std::string, std::vector<const Policy*>, std::less<>>;
  std::vector<const Policy*> any_;
  ByName topic_, finding_, brand_;  ///< a policy stands in one of them only: the first that it names
  std::size_t size_ = 0;
};

}  // namespace countersign::policy
