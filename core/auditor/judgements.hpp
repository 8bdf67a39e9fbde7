// Judgements: what the decisions of a record must say to be decisions: each is as strict as the strictest rule it names
// and was made by policies that were in force before; what a text owed when it was held it still owes when the same
// policies clear it; what AI wrote stays AI's; what is delivered goes where it was cleared for. Known to Meaning only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace countersign::auditor {

struct Seen;  // meaning.hpp

class Judgements {
 public:
  /// `with_policies`: the entries that put policies in force will be taken too.
  Judgements(const std::function<void(std::string)>& tell, bool with_policies)
      : tell_(tell), with_policies_(with_policies) {}
  void take(const Seen& entry);

 private:
  /// Of a text that was held or cleared and is not over.
  struct Course {
    std::string conversation;
    std::string policy;                                     ///< digest of the policies that held it last
    bool by_ai = false;                                     ///< edited or not
    std::map<std::string, std::int64_t, std::less<>> owed;  ///< role -> people, by those policies
  };
  void in_force(const Seen& entry);
  void strictness(const Seen& entry);
  void policies(const Seen& entry);
  void course(const Seen& entry);
  void compare(const Seen& entry, Course& course);
  void owed(const Seen& entry, Course& course);

  const std::function<void(std::string)>& tell_;
  const bool with_policies_;
  std::set<std::string, std::less<>> in_force_;  ///< digests, of whenever
  std::set<std::string, std::less<>> told_;      ///< digests that never were
  std::unordered_map<std::string, Course> courses_;
};

}  // namespace countersign::auditor
