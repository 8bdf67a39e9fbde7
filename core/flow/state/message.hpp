// A Message as the store holds it: one text of a conversation, sealed, with its author and what became of it.
// Written in the transaction of the step that made it. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "flow/words.hpp"
#include "store/keys.hpp"
#include "store/store.hpp"

namespace countersign {

/// What became of a text. `kept`: the customer's. The others are replies.
enum class Fate { kept, waiting, ready, delivered, refused, dead, unknown, blocked, dropped };
[[nodiscard]] std::string_view to_word(Fate fate);

struct Message {
  std::string id;
  std::string conversation;
  Author author = Author::customer;
  std::string user;  ///< who wrote or edited it
  Fate fate = Fate::kept;
  std::string in_reply_to;
  std::string notice;
  Time at{};
  bool asks_if_ai = false;  ///< the customer asked whether this is an AI
  std::string text;         ///< sealed at rest; for replies the final composed bytes
};

class Messages {
 public:
  Messages(store::Store& store, const store::Keys& keys) : store_(store), keys_(keys) {}

  [[nodiscard]] Result<std::string> seal(const std::string& customer, const Message& message) const;
  /// The last `limit` messages, oldest first; `gone` after erasure.
  [[nodiscard]] Result<std::vector<Message>> of(const std::string& customer, const std::string& conversation,
                                                int limit) const;
  /// not_found when there is none.
  [[nodiscard]] Result<Message> one(const std::string& customer, const std::string& id) const;

  /// Inserts, or replaces what a review changed (author, text, fate, notice).
  static void put(store::Session& session, const Message& message, const std::string& sealed);
  static void set_fate(store::Session& session, const std::string& id, Fate fate);

 private:
  store::Store& store_;
  const store::Keys& keys_;
};

}  // namespace countersign
