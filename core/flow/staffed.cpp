#include "flow/staffed.hpp"

#include <algorithm>

#include "flow/policy/zone.hpp"

namespace countersign {

std::string promise_for(const House& house, const policy::PolicySet& set, const Conversation& conversation,
                        std::string_view language) {
  const auto staffing = set.queues().find(conversation.queue);
  if (staffing == set.queues().end()) return "";
  std::optional<std::int64_t> waiting = 0;
  if (staffing->second.answers_at_once > 0) waiting = house.crowd->waiting(conversation.queue, conversation.id);
  if (!waiting) return "";
  constexpr std::int64_t kMost = 1'000'000;
  const auto promise = policy::promise_of(staffing->second, house.clock.now(), conversation.language,
                                          static_cast<int>(std::min(*waiting, kMost)));
  return promise ? policy::in_words(*promise, language, conversation.region) : "";
}

std::string languages_of(const policy::PolicySet& set, const Conversation& conversation, std::string_view language) {
  const auto staffing = set.queues().find(conversation.queue);
  std::string names;
  if (staffing == set.queues().end()) return names;
  for (const auto& one : staffing->second.languages)
    names += (names.empty() ? "" : ", ") + policy::language_name(one, language);
  return names;
}

std::string reference_of(const Conversation& conversation) {
  return conversation.id.substr(conversation.id.size() - std::min<std::size_t>(8, conversation.id.size()));
}

}  // namespace countersign
