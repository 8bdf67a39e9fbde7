// The composer: puts the officer's notices around a text and masks what must not cross. Pure functions on snapshots;
// called by the gate only. An obligation that cannot be kept (a notice that does not exist) is an Error, and the gate
// holds.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/finding.hpp"
#include "flow/policy/policy_set.hpp"
#include "flow/texts.hpp"

namespace countersign {

/// Where a text goes, as far as notices care.
struct Destination {
  std::string language;
  std::string channel_kind;
  std::string reference;  ///< what the customer may quote
  /// In words of the notice's language; "" when nothing may be said. Asked only where a notice says it.
  std::function<std::string(std::string_view language)> promise, languages;
};

/// `text` with each finding of a masked kind replaced: "****1111", "[removed]". Overlapping findings are merged first.
[[nodiscard]] std::string mask(std::string_view text, const std::vector<Finding>& findings,
                               const std::map<std::string, policy::Mask>& how);

/// An approved notice with its placeholders filled; a sentence about a time or a language that nobody can name is left
/// out. Error when the set has no such notice.
[[nodiscard]] Result<policy::NoticeText> fill(const policy::PolicySet& set, std::string_view id,
                                              const Destination& destination);

/// The final bytes of a reply: notice or label in front, source and the way to a person behind.
struct Layout {
  std::string text;
  std::string notice;
  std::vector<std::string> notices;
};
[[nodiscard]] Result<Layout> lay_out(const policy::PolicySet& set, const Reply& reply, const policy::Duties& duties,
                                     const Destination& destination);

}  // namespace countersign
