// Delivering: steps 8 and 9. Leases a durable outbox row, has it judged again if the world changed, sends it through
// the egress, records what came back, tries again with the same key, and gives dead letters to a person. Runs on the
// worker's threads.
#pragma once

#include <optional>

#include "flow/delivery/egress.hpp"
#include "flow/gate.hpp"
#include "flow/people.hpp"

namespace countersign {

class Delivering {
 public:
  Delivering(const House& house, const Gate& gate, const Clearance& clearance, const People& people,
             const Egress& egress)
      : house_(house), gate_(gate), clearance_(clearance), people_(people), egress_(egress) {}
  void deliver(const Work& work) const;

 private:
  [[nodiscard]] std::optional<Time> earlier(const Work& work) const;
  void send(const Work& work, const Conversation& conversation, const OutboxRow& row, const ChannelDesk& channel,
            Cleared cleared) const;
  void once_more(const Work& work, const std::string& ref, const OutboxRow& row, const Stale& stale) const;
  [[nodiscard]] Result<bool> passes_unchanged(const Work& work, const std::string& ref, const OutboxRow& row,
                                              const Stale& stale) const;
  void finish(const Work& work) const;
  static void take_back_notice(Conversation& conversation, const Reply& reply, const std::string& notice);
  void judge_again(const Work& work, const std::string& ref, const Stale& stale) const;
  void outcome(const Work& work, const Conversation& conversation, const OutboxRow& row, const ChannelDesk& channel,
               const plugin::Delivery& delivery) const;
  void keep_for_next_start(const OutboxRow& row, plugin::Outcome outcome) const;
  void wait_for_channel(const Work& work, const Conversation& conversation, const std::string& why) const;
  void lost(const Work& work, const Conversation& conversation, const std::string& state, const std::string& why) const;
  const House& house_;
  const Gate& gate_;
  const Clearance& clearance_;
  const People& people_;
  const Egress& egress_;
};

}  // namespace countersign
