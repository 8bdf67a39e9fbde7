#include "flow/detect/officers_word.hpp"

#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {
namespace {

bool has_spaces(const std::string& folded) {
  static const re2::RE2 spaced(R"(^[\p{Latin}\p{Cyrillic}\p{Greek}\d])");
  return re2::RE2::PartialMatch(folded, spaced);
}

bool inside_a_word(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  auto before = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_PREV_OR_FFFD(text.data(), 0, before, c);
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

}  // namespace

bool OfficersWord::stands_in(std::string_view folded_text) const {
  for (auto at = folded_text.find(folded); at != std::string_view::npos; at = folded_text.find(folded, at + 1))
    if (!at_start || !inside_a_word(folded_text, at)) return true;
  return false;
}

OfficersWord officers_word(std::string_view written) {
  auto folded = folded_view(written).text;
  const bool at_start = has_spaces(folded);
  return {std::move(folded), at_start};
}

}  // namespace countersign::detect
