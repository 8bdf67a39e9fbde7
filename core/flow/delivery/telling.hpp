// Telling: whoever was reached (People::reach) is told by their notifiers, with retries and one key, as a reply is
// delivered. What cannot be told is a case: the ticket says it, and the next one on call is reached in time all the
// same. Runs on the worker's threads.
#pragma once

#include <string>

#include "flow/delivery/egress.hpp"
#include "flow/people.hpp"

namespace countersign {

class Telling {
 public:
  Telling(const House& house, const People& people, const Egress& egress)
      : house_(house), people_(people), egress_(egress) {}
  void tell(const Work& work) const;

 private:
  void tell_of_house(const Work& work) const;
  void end_of_house(const Work& work, const std::string& who, const plugin::Delivery& delivery) const;
  [[nodiscard]] bool waits_for_ticket(const Work& work, const Conversation& conversation,
                                      const Notifier& notifier) const;
  [[nodiscard]] Result<Work> settled(const Work& work, const Conversation& conversation,
                                     const Notifier& notifier) const;
  void outcome(const Work& work, const Conversation& conversation, const std::string& who,
               const plugin::Delivery& delivery) const;
  const House& house_;
  const People& people_;
  const Egress& egress_;
};

/// The work of telling one person by one notifier; of an empty conversation: about the house itself.
[[nodiscard]] Work work_of_telling(const Conversation& conversation, const std::string& who, Time due_at,
                                   const std::string& notifier, Time now);

}  // namespace countersign
