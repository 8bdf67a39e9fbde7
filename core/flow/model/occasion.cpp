#include "flow/model/occasion.hpp"

namespace countersign {

Occasion occasion_of(const std::vector<Message>& messages, const std::string& in_reply_to) {
  Occasion occasion;
  for (const auto& message : messages) {
    if (message.author == Author::customer)
      occasion.known.push_back(message.text);
    else if (message.author != Author::system && message.fate != Fate::waiting)
      occasion.earlier.push_back(message.text);
    if (message.id == in_reply_to) occasion.asks_if_ai = message.asks_if_ai;
  }
  return occasion;
}

Result<Occasion> occasion_for(const House& house, const Conversation& conversation, const Reply& reply) {
  auto messages = house.messages.of(conversation.customer, conversation.id, kMessagesJudged);
  if (!messages) return messages.error();
  std::erase_if(*messages, [&](const Message& one) { return one.id == reply.message; });
  auto occasion = occasion_of(*messages, reply.in_reply_to);
  for (const auto& source : reply.sources) occasion.known.push_back(source.text);
  return occasion;
}

}  // namespace countersign
