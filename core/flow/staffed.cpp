#include "flow/staffed.hpp"

#include <algorithm>

#include "flow/policy/zone.hpp"

namespace countersign {
namespace {

/// How many others wait for a person of this queue; nullopt when the store does not say.
std::optional<int> waiting_before(const House& house, const Conversation& conversation) {
  std::int64_t count = 0;
  const auto read = house.store.read([&](store::Session& session) {
    session.first("SELECT COUNT(*) FROM conversation WHERE queue=$1 AND owner='nobody' AND id<>$2",
                  {conversation.queue, conversation.id}, [&](const store::Row& row) { count = row.integer(0); });
  });
  if (!read) return std::nullopt;
  return static_cast<int>(std::min<std::int64_t>(count, 1000000));
}

}  // namespace

std::string promise_for(const House& house, const policy::PolicySet& set, const Conversation& conversation,
                        std::string_view language) {
  const auto staffing = set.queues().find(conversation.queue);
  if (staffing == set.queues().end()) return "";
  std::optional<int> waiting = 0;
  if (staffing->second.answers_at_once > 0) waiting = waiting_before(house, conversation);
  if (!waiting) return "";
  const auto promise = policy::promise_of(staffing->second, house.clock.now(), conversation.language, *waiting);
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
