// The chat built into the gateway: what channel.webchat's customers read and where their page waits for more. Replies
// get here through Egress::send(Cleared) only. Used by egress (show), http/resources/chat.cpp (the rest) and, after
// each commit, the road (changed). Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/snapshot.hpp"
#include "chat/door.hpp"
#include "chat/pace.hpp"
#include "chat/watchers.hpp"
#include "flow/state/chat_line.hpp"
#include "flow/state/conversation.hpp"
#include "flow/texts.hpp"

namespace countersign::chat {

/// Who would answer: the AI, the AI with a person who checks its text first, nobody yet (a person is asked), or a
/// person.
enum class With { ai, checking, waiting, person };

struct State {
  With with = With::ai;
  bool busy = false;  ///< the AI works on an answer at this moment
  friend bool operator==(const State&, const State&) = default;
};

/// What a page gets: the lines behind its position and how things stand.
struct Look {
  std::vector<ChatLine> lines;
  State state;
};

class Chat {
 public:
  Chat(store::Store& store, const store::Keys& keys, const Clock& clock, std::vector<Door> doors)
      : store_(store), clock_(clock), conversations_(store, keys), lines_(store, keys) {
    open_doors(std::move(doors));
  }

  /// Writes a cleared reply where its customer reads it; 201 when that is durable. The same message twice changes
  /// nothing. Never throws.
  [[nodiscard]] plugin::Response show(const Key<Egress>& key, const ClearedReply& reply) noexcept;

  /// The door of a channel ("": the first one), or nullptr. It stays what it is for as long as it is held.
  [[nodiscard]] std::shared_ptr<const Door> door(const std::string& channel) const;
  /// After a reload of the configuration.
  void open_doors(std::vector<Door> doors);
  /// The conversation of a token; forged as Tokens::check says.
  [[nodiscard]] Result<std::string> enter(const Door& door, std::string_view token) const;
  /// At most `limit` lines behind `position`. A conversation without a message is empty; `gone` when it was erased.
  [[nodiscard]] Result<Look> look(const std::string& ref, std::int64_t position, int limit) const;

  /// How long somebody at this address must wait before they begin another conversation; zero: not at all, counted.
  [[nodiscard]] std::chrono::seconds wait_to_start(const std::string& address);
  /// The same for a message of a token's conversation. The same body again is not counted, and the button that asks for
  /// a person is counted apart. Zero also where there is no such chat or the token is
  /// not ours: the channel says so.
  [[nodiscard]] std::chrono::seconds wait_to_write(const std::string& channel, std::string_view token,
                                                   std::string_view body);
  [[nodiscard]] Watchers& watchers() { return watchers_; }
  void changed(const std::string& ref) { watchers_.tell(ref); }
  [[nodiscard]] Time now() const { return clock_.now(); }

 private:
  [[nodiscard]] Result<State> state(const Conversation& conversation) const;
  store::Store& store_;
  const Clock& clock_;
  Conversations conversations_;
  ChatLines lines_;
  Snapshot<std::vector<Door>> doors_;
  Pace starts_;
  Pace messages_{100'000};
  Lately written_;
  Watchers watchers_;
};

}  // namespace countersign::chat
