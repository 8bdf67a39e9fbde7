// A Conversation as the store holds it: who has it, where it stands, what was shown in it. What identifies the customer
// is sealed under their key. Loaded and saved by the road's rooms under the conversation's lock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "flow/policy/facts.hpp"
#include "flow/words.hpp"
#include "store/keys.hpp"
#include "store/store.hpp"

namespace countersign {

struct Conversation {
  std::string id;   ///< ours
  std::string ref;  ///< Keys::index of (channel, the channel's name for it)
  std::string channel;
  std::string customer;  ///< Keys::index of (channel, the channel's customer id)
  Owner owner = Owner::ai;
  std::string agent;  ///< user who took it, "" for nobody
  std::string queue;
  std::string priority;
  std::string routing;      ///< why it is in this queue, if another was asked for or nobody speaks its language
  std::string assigned_to;  ///< who on call was reached (a user or a role), "" for nobody
  std::string moment;
  AiMay ai_may = AiMay::nothing;  ///< what the moment of the last arrival allows
  std::string language;
  std::string region;
  std::int64_t revision = 0;  ///< grows with every change that a reviewer must know of
  int turn = 0;               ///< customer messages so far
  int ai_turns = 0;           ///< AI texts cleared so far
  bool ai_returns = false;    ///< a person had it since the last AI text
  bool never_ai = false;      ///< the customer said so
  std::vector<policy::NoticeShown> notices;
  std::string ticket;  ///< the helpdesk's id, "" before it has one
  Time created_at{};

  // Sealed under the customer's key:
  std::string name;         ///< the channel's name for the conversation
  std::string customer_id;  ///< the channel's id for the customer
  std::string customer_name;
  std::string locale;
  std::string pseudonyms;  ///< serialised, this conversation's only
};

class Conversations {
 public:
  Conversations(store::Store& store, const store::Keys& keys) : store_(store), keys_(keys) {}

  [[nodiscard]] std::string ref(std::string_view channel, std::string_view name) const;
  /// Whoever was erased and comes back is somebody new: nothing old is found by this name, and a new key may be made.
  [[nodiscard]] std::string customer_ref(std::string_view channel, std::string_view customer_id) const;
  [[nodiscard]] Result<std::optional<Conversation>> by_ref(const std::string& ref) const;
  /// not_found when there is none.
  [[nodiscard]] Result<Conversation> by_id(const std::string& id) const;
  /// The sealed part, made outside the writer's thread.
  [[nodiscard]] Result<std::string> seal(const Conversation& conversation) const;

  /// Inserts (revision 0) or updates inside a job, raising the revision by one. Throws Rollback(conflict) when somebody
  /// changed the conversation since it was loaded.
  static void save(store::Session& session, const Conversation& conversation, const std::string& sealed, Time now);

 private:
  [[nodiscard]] Result<std::optional<Conversation>> load(std::string_view where, const std::string& value) const;
  store::Store& store_;
  const store::Keys& keys_;
};

}  // namespace countersign
