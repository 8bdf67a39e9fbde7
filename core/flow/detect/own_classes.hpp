// OwnClasses: the kinds of data that an officer describes in `data_class` documents: a pattern, a checksum, words
// around it. Called by the detectors, and by the policy reader for the document's own examples. Immutable; any thread.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/finding.hpp"
#include "flow/detect/officers_word.hpp"
#include "flow/detect/pattern_set.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::detect {

class OwnClasses {
 public:
  /// Throws std::runtime_error for a pattern RE2 refuses.
  explicit OwnClasses(const std::vector<policy::DataClass>& classes);
  /// Appends findings, spans in the original text. After a thousand places of one class the rest of the text counts as
  /// one more: an officer's pattern may look ahead to the end each time, and work must end.
  [[nodiscard]] Status look(const TextView& plain, std::vector<Finding>& findings) const;

 private:
  struct Class {
    policy::DataClass terms;
    std::vector<OfficersWord> context;
  };
  void look_for(int index, const TextView& plain, std::vector<Finding>& findings) const;
  [[nodiscard]] bool counts(const Class& one, std::string_view text, Span place) const;

  std::vector<Class> classes_;  ///< class i is pattern i of set_
  PatternSet set_;
};

}  // namespace countersign::detect
