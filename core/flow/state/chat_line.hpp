// ChatLines: what a customer of the web chat can read of their conversation, in order: their own messages as they were
// kept, and what was delivered to them. The only code that names the table chat_line (a test looks); rows are written
// by intake and, through send(Cleared), by egress: nobody else can make the Key. Any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/key.hpp"
#include "base/result.hpp"
#include "flow/words.hpp"
#include "store/keys.hpp"
#include "store/store.hpp"

namespace countersign {

class Egress;  // flow/delivery/egress.hpp
class Intake;  // flow/intake/intake.hpp

struct ChatLine {
  std::int64_t position = 0;  ///< 1, 2, 3 … in each conversation; given when the line is written
  std::string message;        ///< our id
  std::string event;          ///< the channel's id of a customer's message, "" for replies
  Author author = Author::customer;
  std::string text;    ///< sealed at rest, as all below
  std::string notice;  ///< "ai-notice@4/en", "" for none
  std::string in_reply_to;
  Time at{};
};

class ChatLines {
 public:
  ChatLines(store::Store& store, const store::Keys& keys) : store_(store), keys_(keys) {}

  /// A statement for the transaction that makes the line durable. Writing the same message twice changes nothing.
  using Step = std::function<void(store::Session&)>;
  /// The customer's own message, for the transaction that keeps it.
  [[nodiscard]] Result<Step> kept(const Key<Intake>&, const std::string& customer, const std::string& conversation,
                                  const ChatLine& line) const {
    return step(customer, conversation, line);
  }
  /// A reply that was cleared.
  [[nodiscard]] Result<Step> delivered(const Key<Egress>&, const std::string& customer, const std::string& conversation,
                                       const ChatLine& line) const {
    return step(customer, conversation, line);
  }

  /// Every line of a conversation goes; inside a job.
  static void forget(store::Session& session, const std::string& conversation);

  /// At most `limit` lines behind `position`, oldest first; `gone` after erasure.
  [[nodiscard]] Result<std::vector<ChatLine>> after(const std::string& customer, const std::string& conversation,
                                                    std::int64_t position, int limit) const;

 private:
  [[nodiscard]] Result<Step> step(const std::string& customer, const std::string& conversation,
                                  const ChatLine& line) const;
  store::Store& store_;
  const store::Keys& keys_;
};

}  // namespace countersign
