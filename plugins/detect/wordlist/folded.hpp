// A text as phrases are compared: case folded, compatibility forms and accents taken apart, invisible characters left
// out, any run of white space as one space; each byte knows where it came from. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wordlist {

struct Folded {
  std::string text;
  std::vector<std::uint32_t> starts;  ///< per byte of `text`: where the character it came from begins in the original
  std::vector<std::uint32_t> ends;    ///< and where it ends, with the marks and invisible characters after it
};

/// `original`: well-formed UTF-8 below 4 GiB. `keep_accents`: "schon" is not "schön".
[[nodiscard]] Folded fold(std::string_view original, bool keep_accents);

/// Whether a letter, digit or mark stands at byte `at` of a folded text, or ends before it.
[[nodiscard]] bool word_at(std::string_view folded, std::size_t at);
[[nodiscard]] bool word_before(std::string_view folded, std::size_t at);

}  // namespace wordlist
