// What staffing promises one conversation: the queue it is in, those who wait there before it, the customer's language
// and region. Called by whoever places a notice, on any thread; reads the store only if the queue's backlog counts.
#pragma once

#include <string>
#include <string_view>

#include "flow/house.hpp"

namespace countersign {

/// "today until 18:00", in the words of `language`; "" when nothing may be promised, also when the backlog cannot be
/// read.
[[nodiscard]] std::string promise_for(const House& house, const policy::PolicySet& set,
                                      const Conversation& conversation, std::string_view language);

/// The languages the conversation's queue speaks, in words of `language`: "English, German"; "" when none is known.
[[nodiscard]] std::string languages_of(const policy::PolicySet& set, const Conversation& conversation,
                                       std::string_view language);

/// What the customer may quote: the last eight characters of our id.
[[nodiscard]] std::string reference_of(const Conversation& conversation);

}  // namespace countersign
