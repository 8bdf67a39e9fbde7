// Reviews: what people do. Approve, edit, reject, take over, give back, write; each bound to what they saw, recorded
// with who did it, and taken over the reply border like any text. Called by the API and the command line (any thread)
// and by the worker for deadlines. Whether a user may act at all is checked before (http/permissions); whose signature
// counts is checked here.
#pragma once

#include <optional>
#include <string>

#include "flow/audit/clearance.hpp"
#include "flow/gate.hpp"
#include "flow/people.hpp"
#include "flow/review/review.hpp"

namespace countersign::review {

/// The person acting.
struct Actor {
  std::string user;
  std::string role;  ///< a permission or a role of the `roles` document
};

/// What became of an action.
struct Outcome {
  std::string state;  ///< sent | waiting | closed
  std::string message;
  std::string review;  ///< the review that still waits, if any
  std::string text;    ///< composed bytes as they stand now
  std::string digest;
};

/// The answer to approve and edit: done, or "judged again, this is what would be signed now" (409), or an error.
struct Act {
  std::optional<Outcome> done;
  std::optional<Review> changed;
  std::optional<Error> error;
};

class Reviews {
 public:
  Reviews(const House& house, const Gate& gate, const Clearance& clearance, const People& people)
      : house_(house), gate_(gate), clearance_(clearance), people_(people) {}

  /// Signs the bytes with this digest. `changed` when anything moved since (text, policies, conversation).
  [[nodiscard]] Act approve(const Actor& actor, const std::string& review, const std::string& digest) const;
  /// Replaces the text; the editor signs what was composed from it, if their role fits.
  [[nodiscard]] Act edit(const Actor& actor, const std::string& review, const std::string& digest,
                         const std::string& text) const;
  /// The text never leaves; the conversation goes to a person.
  [[nodiscard]] Result<Outcome> reject(const Actor& actor, const std::string& review, const std::string& reason) const;
  [[nodiscard]] Result<Outcome> take_over_review(const Actor& actor, const std::string& review) const;
  [[nodiscard]] Result<Outcome> take_over(const Actor& actor, const std::string& conversation) const;
  /// AI may answer again, if the customer never said "no AI".
  [[nodiscard]] Result<Outcome> give_back(const Actor& actor, const std::string& conversation) const;
  /// A person's own words. `once` is a look-up value of the event or key they came by: the same again with the same
  /// text is answered like the first time and changes nothing, with another text it is a `conflict`; "": always new.
  /// `waiting` when a policy wants a second person; an error says why when it is blocked.
  [[nodiscard]] Result<Outcome> write(const Actor& actor, const std::string& conversation, const std::string& text,
                                      const std::string& once = "") const;
  /// An agent's reply from the helpdesk's webhook; the ticket names the conversation. A repeated event changes nothing.
  [[nodiscard]] Status agent_reply(const plugin::AgentReply& reply) const;
  /// A deadline passed: the text never leaves by itself, the conversation goes to whoever is there.
  void expire(const Work& work) const;

 private:
  /// A waiting review with its conversation, locked.
  struct Case;
  [[nodiscard]] Result<Case> take(const std::string& review) const;
  [[nodiscard]] std::optional<Act> stale(Case& open, const std::string& digest) const;
  [[nodiscard]] Act sign(Case& open, const Actor& actor, audit::Kind kind, bool fits) const;
  [[nodiscard]] Act renew(Case& open, const Reply& reply) const;
  [[nodiscard]] Act keep_waiting(Case& open, const Stopped& stopped, Changes& changes) const;
  [[nodiscard]] Result<Outcome> end(Case& open, Changes& changes, const Actor& actor, audit::Kind kind,
                                    const std::string& state) const;
  [[nodiscard]] Result<std::optional<Outcome>> written_before(const std::string& once, const std::string& text) const;
  [[nodiscard]] Error refuse(const Conversation& conversation, const Actor& actor, const std::string& message,
                             const policy::Decision& decision) const;
  [[nodiscard]] Status close_all(Changes& changes, const Conversation& conversation, const std::string& state) const;
  void become_owner(Changes& changes, Conversation& conversation, const Actor& actor) const;
  const House& house_;
  const Gate& gate_;
  const Clearance& clearance_;
  const People& people_;
};

}  // namespace countersign::review
