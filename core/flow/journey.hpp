// START HERE. The journey: the whole road of a message. arrive() takes a customer's message to the durable commit;
// travel() runs each further step from the work list; write() takes a person's words over the same reply border.
// Wired once by app/wiring; arrive() and write() run on the HTTP server's threads, travel() on the worker's.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "flow/audit/clearance.hpp"
#include "flow/delivery/delivery.hpp"
#include "flow/delivery/egress.hpp"
#include "flow/delivery/filing.hpp"
#include "flow/delivery/telling.hpp"
#include "flow/gate.hpp"
#include "flow/house.hpp"
#include "flow/intake/intake.hpp"
#include "flow/lookup/lookups.hpp"
#include "flow/model/answering.hpp"
#include "flow/people.hpp"
#include "flow/review/reviews.hpp"

namespace countersign {

class Journey {
 public:
  Journey(const House& house, const Egress& egress);

  /// Says when no more may be accepted (`unavailable`): what is accepted must be answered in bounded time. Set once,
  /// before any thread starts; empty: never.
  void full_when(std::function<bool()> full) { full_ = std::move(full); }

  /// Told once what became of a webhook, on the calling thread or, after the durable commit, on the store's: it must be
  /// short. A channel's own refusal may name the HTTP status for the sender in `refused_as`, else 0.
  using Told = std::function<void(Result<Accepted>, int refused_as)>;
  /// Steps 1 to 3: a webhook becomes a kept message. Told ok only after the durable commit; no thread waits for it.
  void arrive(const std::string& channel, const plugin::Webhook& webhook, Told told) const;

  /// Steps 4 to 9: one piece of the work list. Never throws; what fails is postponed or goes to a person.
  /// `held` is let go when the work is over, which may be later, on another thread of the worker.
  void travel(const Work& work, std::shared_ptr<void> held = {}) const noexcept;

  /// A helpdesk's webhook: an agent's reply takes the reply border like any other.
  [[nodiscard]] Status helpdesk_says(const plugin::Webhook& webhook) const;

  [[nodiscard]] const review::Reviews& reviews() const { return reviews_; }

 private:
  void accept(const Arrival& arrival, Told told) const;
  [[nodiscard]] std::string keep(Changes& changes, const Arrival& arrival, Known& known, const Arrived& judged) const;
  void after_arrival(Changes& changes, Conversation& conversation, const Arrived& judged, const std::string& message,
                     bool wants_person) const;
  const House& house_;
  std::function<bool()> full_;
  Gate gate_;
  Clearance clearance_;
  People people_;
  Intake intake_;
  Lookups lookups_;
  Answering answering_;
  Filing filing_;
  Delivering delivering_;
  Telling telling_;
  review::Reviews reviews_;
};

}  // namespace countersign
