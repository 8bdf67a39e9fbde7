// The words that a record is written in: kinds of entries, and what can be done with policies. They stand here a second
// time, because an auditor must not take the gateway's word for them; a test compares both lists. Pure.
#pragma once

#include <string_view>

namespace countersign::auditor {

[[nodiscard]] bool known_kind(std::string_view kind);
[[nodiscard]] bool known_deed(std::string_view deed);

}  // namespace countersign::auditor
