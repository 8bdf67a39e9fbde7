#include "flow/detect/shouting.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace countersign::detect {
namespace {

constexpr int fewest_words = 4;
constexpr int fewest_capitals = 14;

/// Whatever the script, a shout has this many bytes that are capitals or no ASCII: most sentences are through here.
bool may_be_shouted(std::string_view sentence) {
  return std::count_if(sentence.begin(), sentence.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
         }) >= fewest_capitals;
}

bool shouted(std::string_view sentence) {
  if (!may_be_shouted(sentence)) return false;
  int capitals = 0;
  int small = 0;
  int words = 0;
  bool inside = false;
  const auto size = static_cast<int32_t>(sentence.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(sentence.data()), i, size, c);
    if (u_charType(c) == U_UPPERCASE_LETTER) ++capitals;
    else if (u_charType(c) == U_LOWERCASE_LETTER) ++small;
    else if (u_isdigit(c)) small += 2;      // reference numbers are no shouting
    const bool letter = u_isalpha(c);
    if (letter && !inside) ++words;
    inside = letter;
  }
  return words >= fewest_words && capitals >= fewest_capitals && small * 8 < capitals;
}

}  // namespace

void look_for_shouting(const TextView& plain, std::vector<Finding>& findings) {
  for (const auto& where : sentences(plain.text)) {
    if (!shouted(std::string_view(plain.text).substr(where.first, where.second - where.first))) continue;
    const auto span = plain.original(where.first, where.second);
    findings.push_back({"angry", span.first, span.second, 700});
  }
}

}  // namespace countersign::detect
