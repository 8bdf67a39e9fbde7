// What a reply is judged against: what was said before it, and the data that this customer gave. Called by the steps of
// the road that take a text over the reply border, on their threads.
#pragma once

#include <string>
#include <vector>

#include "flow/gate.hpp"

namespace countersign {

/// What a reply to message `in_reply_to` is judged against: earlier replies, and data that this customer gave.
[[nodiscard]] Occasion occasion_of(const std::vector<Message>& messages, const std::string& in_reply_to);
/// The same for a reply that exists already and is judged again: its own text does not count as an earlier one.
[[nodiscard]] Result<Occasion> occasion_for(const House& house, const Conversation& conversation, const Reply& reply);
/// How many messages of a conversation a reply is judged against.
inline constexpr int kMessagesJudged = 50;

}  // namespace countersign
