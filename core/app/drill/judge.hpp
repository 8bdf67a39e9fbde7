// What may come out of a gateway of which something is taken away, judged by what did come out and not by what the
// gateway says of itself. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "app/drill/outside.hpp"

namespace countersign::app::drill {

/// What is taken away, and what may still be sent meanwhile.
struct Terms {
  bool ai_may_speak = false;  ///< what AI says without the fault it may still say
  bool lines_may_go = false;  ///< approved lines of the system may still be sent
};

/// What became of one sample message.
struct Seen {
  int status = 0;                       ///< of the webhook's answer; 202 accepted, 0 none
  std::vector<Arrived> meanwhile;       ///< what reached the sink while the part was away
  std::vector<Arrived> afterwards;      ///< and after it was back
  std::vector<std::string> unrecorded;  ///< ids of these without a clearance on the record
  bool found = true;                    ///< an accepted message is there when the part is back
  std::string state;                    ///< in words, for people: while the part was away
  std::string state_afterwards;         ///< and after it was back
};

[[nodiscard]] bool by_ai(const Arrived& one);

/// What is wrong with it, one sentence each; empty: nothing was sent that should not be, and nothing was lost. `usual`
/// is what became of the same message with nothing taken away.
[[nodiscard]] std::vector<std::string> wrongs(const Terms& terms, const Seen& usual, const Seen& seen);

}  // namespace countersign::app::drill
