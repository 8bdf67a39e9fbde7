// The gate: the four borders in one class. It looks, decides and composes; only it can mint Passed, Screened, Sought
// and Filed. Every method is noexcept: whatever fails inside holds the text for a person. Thread-safe; keeps no state.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "flow/audit/entry.hpp"
#include "flow/composer.hpp"
#include "flow/house.hpp"
#include "flow/texts.hpp"

namespace countersign {

/// A text that does not cross by itself: what to do instead, and why.
struct Stopped {
  Reply reply;           ///< as it would be sent, for a reviewer; empty at prompt and ticket
  std::string composed;  ///< the bytes a reviewer approves (notices included)
  std::string digest;
  std::string notice;
  policy::Decision decision;
  std::optional<policy::Facts> facts{};  ///< what it was judged by, for the record; none when judging broke off
};

/// What a border went by when it let something pass, for the record; empty when judging broke off.
struct Judged {
  std::optional<policy::Decision> decision;
  std::optional<policy::Facts> facts;
  /// Both into the entry; this must live until it is recorded.
  void into(audit::Entry& entry) const;
};

/// The arrival border's answer.
struct Arrived {
  policy::Facts facts;
  policy::Decision decision;
  Sight sight;         ///< of `text`
  std::string text;    ///< what may be kept: never_keep taken out
  bool judged = true;  ///< false: judging broke off; nothing of the message may be kept
};

/// What a reply is judged against, besides the conversation.
struct Occasion {
  bool asks_if_ai = false;  ///< the message being answered asked
  bool model_asked_for_person = false;
  bool unknown_placeholder = false;  ///< a pseudonym in the draft could not be restored
  std::vector<std::string> earlier;  ///< earlier replies of the same side, oldest first
  std::vector<std::string> known;    ///< texts whose data this customer gave or the company published
};

class Gate {
 public:
  explicit Gate(const House& house) : house_(house) {}

  /// arrival: what may be kept, what AI may do, where it goes. `asks_for_person`: the channel says so itself.
  [[nodiscard]] Arrived arrival(const Conversation& conversation, const std::string& text,
                                const std::vector<std::string>& earlier, bool asks_for_person = false) const noexcept;

  /// prompt: hides what a model must not see; `conversation.pseudonyms` grows with it.
  [[nodiscard]] std::variant<Screened, Stopped> prompt(Conversation& conversation, plugin::Prompt prompt,
                                                       const std::string& model, Judged& judged) const noexcept;

  /// reply: the only way from a Draft to a Passed text.
  [[nodiscard]] std::variant<Passed, Stopped> reply(Draft draft, const Conversation& conversation,
                                                    const Occasion& occasion) const noexcept;

  /// What a lookup may see of a customer's words: the ticket border decides, for both are the company's own systems.
  /// nullopt when it withholds the text, or nobody could look at it.
  [[nodiscard]] std::optional<Sought> seek(const Conversation& conversation, plugin::Question question) const noexcept;

  /// ticket: what the helpdesk may see; never stops a ticket, but may leave only a pointer.
  [[nodiscard]] Filed ticket(const Conversation& conversation, plugin::TicketEvent event, const std::string& text_id,
                             Judged& judged) const noexcept;

  /// Where a text of this conversation goes, as far as notices care. Valid as long as `set` and `conversation` are.
  [[nodiscard]] Destination destination(const policy::PolicySet& set, const Conversation& conversation) const;

  /// Facts that every border shares.
  [[nodiscard]] policy::Facts facts(Border border, Author author, const Conversation& conversation) const;

 private:
  [[nodiscard]] std::variant<Passed, Stopped> judge(const Reply& reply, const Conversation& conversation,
                                                    const Occasion& occasion) const;
  const House& house_;
};

/// invalid for words a person cannot mean to send: blank ones, or more than kMaxText bytes.
[[nodiscard]] Status sendable(const std::string& text);

/// What a signature is about, as far as roles care.
struct Signing {
  std::string language;  ///< the conversation's, "" when not known
  std::string brand;     ///< the channel's
};

/// True when the signatures satisfy every approval the decision asks for (one reviewer when it names none), each over
/// `digest`, by distinct users, none of them `author`.
[[nodiscard]] bool signed_off(const policy::PolicySet& set, const policy::Duties& duties,
                              const std::vector<Signature>& signatures, const std::string& digest,
                              const std::string& author, const Signing& about);

/// True when a user with this role or permission may sign as `wanted`.
[[nodiscard]] bool fits(const policy::PolicySet& set, const std::string& user, const std::string& role,
                        const std::string& wanted, const Signing& about);

/// Goodwill limits: a role whose `limit` the money promised in the text goes over is replaced by the role `above` it,
/// with as many people; where no role was asked for, the limits of reviewers' roles count all the same. An amount in
/// another currency, or without a number, is over any limit. Only ever stricter.
void respect_limits(const policy::PolicySet& set, const std::vector<Finding>& findings, policy::Duties& duties);

}  // namespace countersign
