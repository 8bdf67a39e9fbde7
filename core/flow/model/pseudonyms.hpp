// Pseudonyms: stands between the customer's data and a model for one conversation. What policy hides is replaced by a
// placeholder such as [EMAIL_1_K7QF], which a model repeats as it is and only this conversation can turn back. Called by the
// journey at the prompt, reply and ticket borders; one conversation on one thread at a time.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/finding.hpp"
#include "flow/policy/decision.hpp"

namespace countersign {

/// Finding kind -> how it is hidden, as a decision's duties say it. Kinds that are absent stay readable.
using Masks = std::map<std::string, policy::Mask>;

class Pseudonyms {
 public:
  /// For a new conversation. Throws std::runtime_error when the system has no randomness.
  Pseudonyms();

  /// `text` without the bytes of the findings that `masks` names: a placeholder (the same value has the same one for as
  /// long as the conversation lasts), stars (of a number of twelve digits or more the last four stay), or "[removed]".
  /// Where findings overlap, the strictest mask covers all of them. A value hidden in an earlier text of the conversation
  /// is hidden here too, also where nothing was detected. Throws std::out_of_range when a finding is no whole characters of
  /// `text`: findings of another text are a bug, and nothing may be sent then.
  [[nodiscard]] std::string hide(std::string_view text, const std::vector<Finding>& findings, const Masks& masks);

  /// `text` with every placeholder turned back. Error (invalid) when one is from another conversation, invented, or
  /// damaged: the text must then not be sent. The message quotes nothing.
  [[nodiscard]] Result<std::string> restore(std::string_view text) const;

  /// Everything, values included, as JSON: only to be stored sealed under the customer's key.
  [[nodiscard]] std::string serialise() const;
  /// What serialise() wrote; "" is a conversation that has none yet. Error (internal) for anything else.
  [[nodiscard]] static Result<Pseudonyms> parse(std::string_view text);

  [[nodiscard]] bool empty() const { return by_token_.empty(); }

 private:
  struct Secret { std::string bytes; };
  struct Cut;
  explicit Pseudonyms(Secret secret) : secret_(std::move(secret.bytes)) {}
  [[nodiscard]] std::string token(std::string_view kind, int number) const;
  std::string token_for(const std::string& kind, std::string_view value);
  [[nodiscard]] static std::vector<Cut> cuts_for(std::string_view text, const std::vector<Finding>& findings, const Masks& masks);
  [[nodiscard]] static std::vector<Cut> merged(std::vector<Cut> cuts);
  void add_known(std::string_view text, std::vector<Cut>& cuts) const;

  struct Value { std::string kind; int number = 0; std::string text; };
  std::string secret_;
  std::map<std::string, Value, std::less<>> by_token_;
  std::map<std::pair<std::string, std::string>, std::string> by_value_;   ///< (kind, text) -> token
  std::map<std::string, int> last_;                                       ///< kind -> highest number given
};

}  // namespace countersign
