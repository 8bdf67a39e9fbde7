// Whether a text is the one spelling of a JSON object that RFC 8785 allows for what entries hold (integers, no
// fractions), and its members as they stand there. One pass, nothing copied: a million entries are looked at in
// seconds. It shares no code with what writes entries. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::auditor {

struct Member {
  std::string_view key;    ///< without its quotes
  std::string_view value;  ///< raw: a string has its quotes
};

/// What is wrong and at which byte, or nullopt. `members` becomes those of the object, in their order.
[[nodiscard]] std::optional<std::string> not_canonical(std::string_view text, std::vector<Member>& members);

/// Members of an object, or items of an array (with empty keys), that stand in a canonical text.
[[nodiscard]] std::vector<Member> members_of(std::string_view canonical);

/// The raw member `key`; "" when it is absent or `object` is none.
[[nodiscard]] std::string_view member(std::string_view object, std::string_view key);

/// A raw string without its quotes (escapes stay as they are); "" for anything else.
[[nodiscard]] std::string_view unquoted(std::string_view raw);

}  // namespace countersign::auditor
