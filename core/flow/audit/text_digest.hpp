// The digest by which the record names a text: HMAC-SHA256 under a key of that one text, its opening. Whoever is given
// text, receipt and opening can check that the receipt is of this text; an opening opens nothing else. It is made from
// the customer's key and dies with it: after an erasure nobody can make it any more. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "store/keys.hpp"

namespace countersign::audit {

/// Of a message: 64 hex digits. `gone` after erasure.
[[nodiscard]] Result<std::string> opening_of(const store::Keys& keys, std::string_view customer,
                                             std::string_view message);
/// 64 hex digits, as entries have them under "text". `invalid` unless the opening is 64 hex digits.
[[nodiscard]] Result<std::string> digest_under(std::string_view opening, std::string_view text);
/// Both at once.
[[nodiscard]] Result<std::string> text_digest(const store::Keys& keys, std::string_view customer,
                                              std::string_view message, std::string_view text);

}  // namespace countersign::audit
