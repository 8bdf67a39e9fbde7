// Deeds: what a record must say about policies to make sense: nobody approves their own set, nothing is put in force by
// two people that two did not sign, bundles follow each other, an installation begins once, erasing takes two. Known to Meaning only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace countersign::auditor {

struct Seen;  // meaning.hpp

class Deeds {
 public:
  explicit Deeds(const std::function<void(std::string)>& tell) : tell_(tell) {}
  void take(const Seen& entry);

 private:
  void proposal(const Seen& entry);
  void withdrawal(const Seen& entry);
  void activation(const Seen& entry);
  void without_deed(std::string_view digest);
  void bundle(const Seen& entry);
  void two_people(const Seen& entry);
  void canary(const Seen& entry);
  void erasure(const Seen& entry);

  const std::function<void(std::string)>& tell_;
  std::set<std::string> proposed_;  ///< "digest who"
  std::set<std::string> approved_;  ///< "digest who whose proposal"
  std::map<std::string, std::string> erasures_;  ///< request -> who asked
  bool two_people_ = false;         ///< nothing but approved sets may be put in force
  bool began_ = false;              ///< with a bootstrap
  std::int64_t bundle_ = 0;         ///< the newest
};

}  // namespace countersign::auditor
