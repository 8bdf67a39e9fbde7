// Lookups: asks the configured lookups what is so about a customer's own matter, before a model answers and before an
// agent takes over. What they say is data like any other: it passes the prompt border to a model, the ticket border to
// the helpdesk and the reply border to the customer. Runs on the worker's threads, without the conversation's lock.
#pragma once

#include <string>
#include <vector>

#include "flow/delivery/egress.hpp"
#include "flow/gate.hpp"
#include "flow/state/changes.hpp"

namespace countersign {

/// What came of asking about one text.
struct LookedUp {
  std::vector<plugin::Passage> passages;  ///< what a model may answer from; whole sentences, fresh enough
  std::string for_agents;                 ///< lines for a person, "" when nothing was asked; may hold personal data
  /// "" or why a person must answer instead of AI: one sentence without a customer's data.
  std::string a_person_because;
  bool try_again = false;  ///< it could not be asked now, it may be later
};

class Lookups {
 public:
  Lookups(const House& house, const Gate& gate, const Egress& egress) : house_(house), gate_(gate), egress_(egress) {}

  /// Asks what `text` names. `message` is the customer's, `border` where the facts go next. Each look is on the record,
  /// durable, before this returns; if it cannot be, nothing was found and `try_again` says so.
  [[nodiscard]] LookedUp look(const Conversation& conversation, const std::string& text, const std::string& message,
                              Border border) const;

 private:
  const House& house_;
  const Gate& gate_;
  const Egress& egress_;
};

}  // namespace countersign
