// Pseudonyms: stands between the customer's data and a model for one conversation. What policy hides is replaced by a
// placeholder such as [ZQE7K4XW2MD], which a model repeats as it is and only this conversation can turn back. Called by
// the gate and by answering; one conversation on one thread at a time.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "flow/detect/finding.hpp"
#include "flow/model/restoring.hpp"
#include "flow/policy/decision.hpp"

namespace countersign {

/// Finding kind -> how it is hidden, as a decision's duties say it. Kinds that are absent stay readable.
using Masks = std::map<std::string, policy::Mask>;

class Pseudonyms {
 public:
  /// Those of a conversation. `stored` is what serialise() wrote, "" for none yet; `secret` is the conversation's own,
  /// made from the customer's key, so that any node and any run gives the same placeholders and nothing is left without
  /// that key. What was last used longer than `keep` before `now` is forgotten, and its placeholders never come back.
  /// Error (internal) for text that serialise() did not write.
  [[nodiscard]] static Result<Pseudonyms> open(std::string_view stored, std::string secret, Time now, Duration keep);

  /// `text` without the bytes of the findings that `masks` names: a placeholder (the same value, also written
  /// differently, has the same one for as long as the conversation lasts), stars (of a number of twelve digits or more
  /// the last four stay), or "[removed]". Where findings overlap, the strictest mask covers all of them. A value hidden
  /// in an earlier text of the conversation is hidden here too, also where nothing was detected. Throws
  /// std::out_of_range when a finding is no whole characters of `text`: findings of another text are a bug, and nothing
  /// may be sent then.
  [[nodiscard]] std::string hide(std::string_view text, const std::vector<Finding>& findings, const Masks& masks);

  /// `text` with every placeholder turned back to the value as it was first written. Error (invalid) when one is from
  /// another conversation, forgotten, invented or damaged: the text must then not be sent. The message quotes nothing.
  [[nodiscard]] Result<std::string> restore(std::string_view text) const;

  /// The same for an answer that comes in pieces. Must not outlive this, nor see another hide().
  [[nodiscard]] Restoring restoring() const { return Restoring(names_); }

  /// Everything, values included, as JSON: only to be stored sealed under the customer's key.
  [[nodiscard]] std::string serialise() const;

  [[nodiscard]] bool empty() const { return names_.empty(); }

 private:
  struct Cut;
  struct Value {
    std::string kind;
    std::string spelling;  ///< canonical()
  };
  struct Named {
    std::string name;      ///< placeholder without brackets
    std::size_t size = 0;  ///< bytes of the value it stands for; the rest is an ending ("Annas") and stays
  };
  Pseudonyms(std::string secret, Time until) : secret_(std::move(secret)), until_(until) {}
  [[nodiscard]] Status read(std::string_view stored, Time now);
  [[nodiscard]] Named name_for(const std::string& kind, std::string_view value);
  [[nodiscard]] std::string new_name(const Value& value) const;
  void keep(const std::string& name, Value value, std::string_view written);
  [[nodiscard]] static std::vector<Cut> cuts_for(std::string_view text, const std::vector<Finding>& findings,
                                                 const Masks& masks);
  [[nodiscard]] static std::vector<Cut> merged(std::vector<Cut> cuts);
  void add_known(std::string_view text, std::vector<Cut>& cuts) const;
  struct Looked;
  static void add_person(const Looked& in, std::string_view written, std::vector<Cut>& cuts);

  std::string secret_;
  Time until_;
  std::int64_t epoch_ = 0;  ///< how often everything was forgotten: a forgotten placeholder is never given again
  StandIns names_;
  std::map<std::string, Value> values_;                                  ///< by placeholder
  std::map<std::pair<std::string, std::string>, std::string> by_value_;  ///< (kind, spelling) -> placeholder
};

}  // namespace countersign
