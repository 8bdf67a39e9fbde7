#include "flow/model/placeholder.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <map>

namespace countersign {
namespace {

constexpr std::string_view kStart = "ZQ";
constexpr std::string_view kLetters = "BCDFGHJKLMNPQRSTVWXZ23456789";
constexpr std::size_t kEnoughOfOne = 5;  // characters of the code after "ZQ" and the kind, within a longer word

char letter_of(std::string_view kind) {
  static const std::map<std::string_view, char> letters = {
      {"email", 'E'},   {"phone", 'P'},         {"card_number", 'C'}, {"iban", 'I'},        {"person_name", 'N'},
      {"address", 'A'}, {"date_of_birth", 'D'}, {"us_ssn", 'S'},      {"national_id", 'S'}, {"ip_address", 'R'},
      {"url", 'U'},     {"secret", 'K'},        {"health", 'H'}};
  const auto found = letters.find(kind);
  return found == letters.end() ? 'X' : found->second;
}

}  // namespace

std::string placeholder(std::string_view kind, std::string_view mac) {
  std::string made(kStart);
  made += letter_of(kind);
  for (std::size_t i = 0; i < kPlaceholderCode; ++i)
    made += kLetters[static_cast<unsigned char>(mac[i]) % kLetters.size()];
  return made;
}

bool like_placeholder(std::string_view word) {
  if (word.starts_with(kStart)) return true;
  for (auto at = word.find(kStart, 1); at != std::string_view::npos; at = word.find(kStart, at + 1)) {
    const auto code = word.substr(std::min(at + kStart.size() + 1, word.size()));
    const auto end = std::min(code.find_first_not_of(kLetters), code.size());
    if (end >= kEnoughOfOne) return true;
  }
  return false;
}

bool invented_placeholder(char open, std::string_view inside) {
  static const re2::RE2 counted(
      R"((?i)\s*(?:e-?mail|phone|card[_ -]number|iban|(?:person[_ -])?name|address|secret|url|ip[_ -]address|us[_ -]ssn|)"
      R"(national[_ -]id|date[_ -]of[_ -]birth|health|card[_ -]security[_ -]code)[_ -]\d{1,6}(?:[_ -][A-Z0-9]{4,8})?\s*)");
  static const re2::RE2 named(
      R"((?i)\s*(?:(?:(?:insert|enter|your|our|the|customer'?s?|client|company|first|last|full|agent|order)[_ ])+)"
      R"((?:name|e-?mail|phone|address|date|number|iban|company)|(?:person_)?name|removed|redacted|placeholder|)"
      R"((?:ihr|kunden|dein)[_ ]?name|(?:votre|nom du) (?:nom|client)|(?:su|tu) nombre|(?:suo|tuo) nome|(?:o )?seu nome|)"
      R"((?:uw|jouw) naam|(?:twoje|panstwa) imi\S+)\s*)");
  static const re2::RE2 field(R"(\{[^{}]*)");
  const re2::StringPiece text(inside.data(), inside.size());
  if (re2::RE2::FullMatch(text, counted)) return true;
  if (open == '[') return re2::RE2::FullMatch(text, named);
  return open == '{' && re2::RE2::FullMatch(text, field);
}

}  // namespace countersign
