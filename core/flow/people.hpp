// The human path: hand a conversation over, hold a text for review, open an owned case, and tell the customer what
// happens. Each method adds to a step's Changes and to the Conversation, which the caller saves in the same changes.
// Called by the journey's steps under the conversation's lock, on any thread.
#pragma once

#include <string>
#include <vector>

#include "flow/audit/clearance.hpp"
#include "flow/gate.hpp"
#include "flow/state/changes.hpp"

namespace countersign {

/// Why a conversation goes to a person, and with what.
struct Handover {
  const policy::Decision* decision = nullptr;  ///< queue, priority and lines to say come from it; may be null
  std::string reason;                          ///< one plain sentence without customer text
  std::string in_reply_to;                     ///< the customer's message
  bool tell_customer = true;
  std::string for_agents = {};  ///< goes into the packet and nowhere else: it may hint at what was asked
  bool unanswered = false;      ///< people had their time already: whoever is on call is reached at once
};

class People {
 public:
  People(const House& house, const Gate& gate, const Clearance& clearance)
      : house_(house), gate_(gate), clearance_(clearance) {}

  /// AI off, a queue set, the helpdesk told with a packet, the customer told who answers and when.
  void hand_over(Changes& changes, Conversation& conversation, const Handover& handover) const;

  /// A text the gate stopped: held for review, handed over, or blocked as an owned case, by its verdict.
  void stop(Changes& changes, Conversation& conversation, const Stopped& stopped) const;

  /// Sends the approved notice `id` as a system text, through the same gate; at most once in three hours per
  /// conversation, unless it is an answer to what was just asked.
  void say(Changes& changes, Conversation& conversation, const std::string& id, const std::string& in_reply_to,
           bool is_an_answer = false) const;

  /// Something a person must own: a blocked text, a dead letter, an unknown delivery.
  void open_case(Changes& changes, const Conversation& conversation, const std::string& kind,
                 const std::string& message, const std::string& why) const;

  /// Work of `calls_somebody`: nobody answered so far, so the next one on call is reached, or the fall-back queue; a
  /// case when none is left.
  void call_next(const Work& work) const;

 private:
  /// Sees to it that somebody takes the conversation: reaches who is on call at once if the queue is closed or has had
  /// its time, else when the queue's usual time is over.
  void call(Changes& changes, Conversation& conversation, bool unanswered) const;
  /// A review that comes while its queue is closed is shown to whoever is on call.
  void assign_if_closed(Changes& changes, Conversation& conversation) const;
  /// Assigns the conversation to the first one on call who is not among `reached`; false if there is none.
  bool reach(Changes& changes, Conversation& conversation, std::vector<std::string> reached) const;
  void hold(Changes& changes, Conversation& conversation, const Stopped& stopped) const;
  void block(Changes& changes, Conversation& conversation, const Stopped& stopped) const;
  void file(Changes& changes, const Conversation& conversation, const std::string& kind,
            const std::string& subject) const;
  /// Sets queue and priority; false when nobody there speaks the customer's language.
  bool route(Conversation& conversation, const policy::Decision* decision) const;
  const House& house_;
  const Gate& gate_;
  const Clearance& clearance_;
};

/// Whether a deadline is one of People::call_next; else it is a review's.
[[nodiscard]] bool calls_somebody(const Work& work);

/// How long a review on this channel may wait from `now`: the deciding policies' earliest deadline, ten minutes when
/// none speaks. Staffed time passes while `queue` is open; without one (null), always.
[[nodiscard]] std::chrono::seconds review_deadline(const policy::Duties& duties, const std::string& channel,
                                                   const std::string& channel_kind, const policy::Staffing* queue,
                                                   Time now);

}  // namespace countersign
