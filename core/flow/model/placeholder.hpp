// Placeholder: how the stand-ins look that a model sees instead of personal data, "[ZQE7K4XW2MD]". Capital letters and
// digits without vowels: no word to translate or inflect, and the same in any case. "ZQ" begins no word of the
// languages we know, so a piece of one is recognised too. Used by Pseudonyms and Restoring; pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace countersign {

/// What stands between the brackets: "ZQ", a letter for the kind, and a code.
inline constexpr std::size_t kPlaceholderCode = 8;
inline constexpr std::size_t kPlaceholderSize = 3 + kPlaceholderCode;

/// The placeholder's text without brackets for the value whose HMAC is `mac` (32 bytes). Two values have the same one
/// in one of 3 * 10^11 cases.
[[nodiscard]] std::string placeholder(std::string_view kind, std::string_view mac);

/// Whether a word (capital letters and digits) is or contains what can only be meant as a placeholder, whole or not.
[[nodiscard]] bool like_placeholder(std::string_view word);

/// Whether `inside`, found between `open` and its closing bracket, is a stand-in that a model made up ("[EMAIL_1]",
/// "{{name}}", "[your name]") or what is left of something taken out ("[removed]").
[[nodiscard]] bool invented_placeholder(char open, std::string_view inside);

}  // namespace countersign
