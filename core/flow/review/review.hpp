// A Review: a person's task to sign, change or reject exact bytes. Rows only; what people may do with them is in
// reviews.hpp. Written in a step's Changes, read on any thread.
#pragma once

#include <string>
#include <vector>

#include "flow/gate.hpp"
#include "flow/state/changes.hpp"

namespace countersign::review {

struct Span {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};
struct Reason {
  std::string policy;
  std::string rule;
  std::string why;
  std::vector<Span> spans;  ///< in the text as written, UTF-8 bytes; shifted to `text` by `shift`
};
struct Need {
  std::string role;
  int people = 1;
};

struct Review {
  std::string id;
  std::string conversation;  ///< our id
  std::string message;
  std::string state;   ///< waiting | approved | rejected | taken_over | expired | withdrawn
  std::string digest;  ///< of `text`
  std::string text;    ///< the final composed bytes
  std::vector<Reason> reasons;
  std::vector<Need> needs;
  std::vector<std::string> signed_by;
  std::string policy_digest;
  std::int64_t revision = 0;  ///< the conversation's, when `text` was judged
  Time due_at{};
  Time created_at{};
  Reply reply;  ///< as written, to judge it again
};

/// Adds a review (its deadline included) to the changes of the step that held the text; returns its id.
std::string open(Changes& changes, const House& house, const Conversation& conversation, const Stopped& stopped,
                 Time due_at);

/// Replaces what a waiting review shows after it was judged again.
void renew(Changes& changes, const House& house, const Conversation& conversation, const std::string& id,
           const Stopped& stopped, std::int64_t revision);

/// Ends a waiting review. The job fails with `gone` when it was decided meanwhile.
void close(Changes& changes, const std::string& id, const std::string& state, Time now);

/// Ends every waiting review of an AI text in a conversation that goes to a person: what a person answers there is
/// theirs.
void withdraw_ai_texts(Changes& changes, const std::string& conversation, Time now);

[[nodiscard]] Result<Review> one(const House& house, const std::string& id);
/// Reviews in `state`, oldest deadline first; erased conversations are left out.
[[nodiscard]] Result<std::vector<Review>> list(const House& house, const std::string& state, int limit);
[[nodiscard]] Result<std::vector<std::string>> waiting_in(const House& house, const std::string& conversation);

}  // namespace countersign::review
