// Filing: step 4, telling the helpdesk. Every text of a conversation, AI texts included, reaches its ticket, minus what
// data use forbids. A helpdesk that is down costs nothing but time: the work stays and is tried again.
// Runs on the worker's threads.
#pragma once

#include "flow/delivery/egress.hpp"
#include "flow/gate.hpp"
#include "flow/lookup/lookups.hpp"
#include "flow/state/changes.hpp"

namespace countersign {

/// When to try again after `tries` failures: 1, 2, 4 … seconds, at most ten minutes.
[[nodiscard]] std::chrono::seconds pause_after(int tries);

class Filing {
 public:
  Filing(const House& house, const Gate& gate, const Egress& egress, const Lookups& lookups)
      : house_(house), gate_(gate), egress_(egress), lookups_(lookups) {}
  void file(const Work& work) const;

 private:
  [[nodiscard]] Result<plugin::TicketEvent> event(const Conversation& conversation, const Work& work) const;
  [[nodiscard]] std::string packet(const Conversation& conversation, const std::string& reason) const;
  [[nodiscard]] std::string looked_up(const Conversation& conversation) const;
  const House& house_;
  const Gate& gate_;
  const Egress& egress_;
  const Lookups& lookups_;
};

}  // namespace countersign
