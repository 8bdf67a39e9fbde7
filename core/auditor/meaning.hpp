// What a record must say to make sense, whoever wrote it: each delivery was cleared and happens once, each clearance by
// signature has its signatures of this very text, each signature its reviewer and its hold, nothing goes on that was
// ended, each activation its people, each decision its rules and policies, time does not go back unnoticed, no step of
// a conversation is missing. Fed with the entries in their order, by verify() on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "auditor/canonical.hpp"
#include "auditor/deeds.hpp"
#include "auditor/judgements.hpp"

namespace countersign::auditor {

/// What of an entry is looked at; views into its bytes, without quotes.
struct Seen {
  std::string_view id, at, kind, conversation, message, actor, author, border, text;
  std::string_view revision, more, decision;  ///< raw JSON
};
[[nodiscard]] Seen seen(const std::vector<Member>& members);

[[nodiscard]] std::optional<std::int64_t> integer(std::string_view raw);
[[nodiscard]] std::string quoted(std::string_view word);
/// "user:…"
[[nodiscard]] bool a_person(std::string_view actor);

class Meaning {
 public:
  enum class Of { the_log, one_conversation };  ///< of one there are no entries about policies
  /// `tell` gets what is wrong with the entry that is being taken.
  explicit Meaning(std::function<void(std::string)> tell, Of what = Of::the_log)
      : tell_(std::move(tell)), judgements_(tell_, what == Of::the_log) {}
  Meaning(const Meaning&) = delete;
  Meaning& operator=(const Meaning&) = delete;
  void take(const Seen& entry);
  /// Entries by kind.
  [[nodiscard]] const std::unordered_map<std::string, std::uint64_t>& kinds() const { return kinds_; }

 private:
  struct Message;
  void time(const Seen& entry);
  void revision(const Seen& entry);
  void message(const Seen& entry);
  void delivery(const Seen& entry, Message& message);
  void clearance(const Seen& entry, Message& message);
  void signers(const Seen& entry, const Message& message);
  void review(const Seen& entry, Message& message);

  /// What became of one, as far as it was told.
  struct Message {
    bool waits = false;          ///< for signatures
    std::string ended;           ///< the kind of entry after which nothing may follow; "" while it may
    std::string cleared;         ///< the entry that cleared it last; "" while none did
    std::int64_t revision = -1;  ///< at which that was
    /// Who signed since it was last cleared, and which text ("" in entries from before they said so).
    std::vector<std::pair<std::string, std::string>> signed_by;
  };
  std::function<void(std::string)> tell_;
  std::unordered_map<std::string, std::uint64_t> kinds_;
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string, Message> messages_;
  std::unordered_map<std::string, std::int64_t> revisions_;  ///< newest of each conversation; -1: entries without one
  std::string newest_;                                       ///< time
  Deeds deeds_{tell_};
  Judgements judgements_;
};

}  // namespace countersign::auditor
