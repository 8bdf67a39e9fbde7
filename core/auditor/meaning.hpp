// What a record must say to make sense, whoever wrote it: each delivery was cleared, each clearance by signature has
// its signatures, each signature its reviewer, each activation its people, time does not go back unnoticed, no step of
// a conversation is missing. Fed with the entries in their order, by verify() on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "auditor/canonical.hpp"

namespace countersign::auditor {

/// What of an entry is looked at; views into its bytes, without quotes.
struct Seen {
  std::string_view id, at, kind, conversation, message, actor, text;
  std::string_view revision, more, decision;  ///< raw JSON
};
[[nodiscard]] Seen seen(const std::vector<Member>& members);

class Meaning {
 public:
  /// `tell` gets what is wrong with the entry that is being taken.
  explicit Meaning(std::function<void(std::string)> tell) : tell_(std::move(tell)) {}
  void take(const Seen& entry);
  /// Entries by kind.
  [[nodiscard]] const std::unordered_map<std::string, std::uint64_t>& kinds() const { return kinds_; }

 private:
  void time(const Seen& entry);
  void revision(const Seen& entry);
  void delivery(const Seen& entry);
  void clearance(const Seen& entry);
  void signature(const Seen& entry);
  void proposal(const Seen& entry);
  void activation(const Seen& entry);
  void two_people(const Seen& entry);

  struct Message {
    bool cleared = false;
    std::vector<std::string> signed_by;
  };
  std::function<void(std::string)> tell_;
  std::unordered_map<std::string, std::uint64_t> kinds_;
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string, Message> messages_;
  std::unordered_map<std::string, std::int64_t> revisions_;  ///< newest of each conversation; -1: entries without one
  std::string newest_;                                       ///< time
  std::set<std::string> proposed_;                           ///< "digest who"
  std::set<std::string> approved_;                           ///< "digest who whose proposal"
  bool two_people_ = false;                                  ///< nothing but approved sets may be put in force
};

}  // namespace countersign::auditor
