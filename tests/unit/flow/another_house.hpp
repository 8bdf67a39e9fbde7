// The gateway's house with other rules in force: for tests of what the gate does when a part of it is broken.
#pragma once

#include "support/road_fixture.hpp"

namespace countersign::testing {

/// Sees nothing: every look is an error.
class BrokenDetector final : public Detector {
 public:
  [[nodiscard]] Result<Sight> look(const Glimpse&) const noexcept override {
    return Error{Fault::internal, "the patterns did not compile"};
  }
};

struct AnotherHouse {
  AnotherHouse(const House& like, std::shared_ptr<const Rules> in_force)
      : rules(std::move(in_force)),
        house{like.clock, like.store, like.keys, rules, like.connectors, like.stop, like.locks, like.conversations,
              like.messages, like.chat_lines, like.fitness, {}, {}} {}
  Snapshot<Rules> rules;
  House house;
};

/// An AI text that every policy of the starter set lets pass, but for what a test changes.
inline Reply ai_reply(const Conversation& conversation, const std::string& text) {
  Reply reply;
  reply.message = "reply-1";
  reply.conversation = conversation.id;
  reply.channel = conversation.channel;
  reply.written_by = Author::ai;
  reply.model = "kb";
  reply.text = text;
  reply.sources = {{"Delivery", "Standard delivery takes three to five working days.", "https://help.example"}};
  return reply;
}

/// A conversation at a moment where AI may reply.
inline Conversation routine() {
  Conversation conversation;
  conversation.id = "01CONVERSATION0000000ABCDEFGH";
  conversation.channel = "shop";
  conversation.customer = "customer";
  conversation.ai_may = AiMay::reply;
  conversation.language = "en";
  conversation.locale = "en";
  conversation.turn = 1;
  return conversation;
}

}  // namespace countersign::testing
