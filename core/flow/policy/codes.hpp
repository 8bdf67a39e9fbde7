// The numbers of problems (P101 ...), what each means and which chapter of policies/README.md explains the mend. The
// readers give the numbers; `policy check` and the README's table come from here. Constant data; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace countersign::policy {

struct ProblemCode {
  std::string_view code;     ///< "P104"
  std::string_view meaning;  ///< in a few words
  std::string_view chapter;  ///< heading of policies/README.md
};

/// Sorted by code.
[[nodiscard]] std::span<const ProblemCode> problem_codes();
/// nullptr: no problem of a policy set has this number.
[[nodiscard]] const ProblemCode* problem_code(std::string_view code);
/// "policies/README.md#one-policy-read-aloud": where the page explains it.
[[nodiscard]] std::string link_to(const ProblemCode& code);

}  // namespace countersign::policy
