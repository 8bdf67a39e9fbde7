// People: persons' names and postal addresses in a text of any author, best effort: the tagger's findings put together
// with those of the patterns. Called by the built-in detector after the patterns; immutable, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/finding.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::detect::names {

/// Score of what only the tagger says. A pattern is surer (from 800 on).
constexpr int learned_score = 700;

class People {
 public:
  /// `own` are the officer's data classes: they may overlap names and addresses, other kinds may not.
  explicit People(const std::vector<policy::DataClass>& own);
  /// Appends "person_name" and "address" to `findings` of the patterns, spans in the original `text`. Where both say
  /// the same kind of the same place, the tagger's span with the pattern's score stays; bytes of any other kind stay
  /// with that kind.
  void look(std::string_view text, const TextView& plain, std::vector<Finding>& findings) const;

 private:
  [[nodiscard]] bool is_own(std::string_view kind) const;
  std::vector<std::string> own_;
};

}  // namespace countersign::detect::names
