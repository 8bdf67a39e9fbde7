#include "flow/model/same_value.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <vector>

#include "flow/detect/text_view.hpp"

namespace countersign {
namespace {

constexpr std::size_t kShortestStem = 3;
constexpr std::size_t kShortestNational = 7;  // digits of a phone number without its country

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return c >= 'a' && c <= 'z'; }

bool one_of(std::string_view word, const std::vector<std::string_view>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Folded, and each run of white space one blank.
std::string folded(std::string_view value) {
  std::string out;
  for (const char c : detect::folded_view(value).text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// "ana (at) example dot com" -> "ana@example.com". What is no address after that stays as it was written.
std::string email(std::string_view value) {
  static const re2::RE2 at(
      R"(\s*[\[({]?\s*(?:@|\b(?:at|arroba|chiocciola|arobase|malpa|apenstaartje|klammeraffe)\b)\s*[\])}]?\s*)");
  static const re2::RE2 dot(R"(\s*[\[({]?\s*(?:\.|\b(?:dot|punkt|punto|point|ponto|punt|kropka)\b)\s*[\])}]?\s*)");
  static const re2::RE2 address(R"((?:mailto:)?([^\s@]+@[^\s@]+\.[^\s@.]+))");
  std::string spelled = folded(value);
  re2::RE2::GlobalReplace(&spelled, at, "@");
  re2::RE2::GlobalReplace(&spelled, dot, ".");
  std::string out;
  return re2::RE2::FullMatch(spelled, address, &out) ? out : std::string(value);
}

/// "+" and the digits after the country code's plus or 00; else the digits without the zero that starts a trunk call.
std::string phone(std::string_view value) {
  static const re2::RE2 trunk(R"(\(\s*0\s*\))");
  std::string plain = detect::plain_view(value).text;
  const bool abroad = re2::RE2::PartialMatch(plain, R"(^\D*(?:\+|00))");
  if (abroad) re2::RE2::Replace(&plain, trunk, "");
  std::string digits;
  std::copy_if(plain.begin(), plain.end(), std::back_inserter(digits), digit);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() < kShortestNational) return std::string(value);
  return (abroad ? "+" : "") + digits;
}

std::string letters_and_digits(std::string_view value) {
  std::string out;
  for (const char c : detect::folded_view(value).text)
    if (letter(c) || digit(c)) out += c;
  return out.size() < 4 ? std::string(value) : out;
}

bool same_phone(std::string_view one, std::string_view other) {
  if (one.starts_with('+') == other.starts_with('+')) return false;  // then their spellings are equal, or they differ
  const auto abroad = one.starts_with('+') ? one.substr(1) : other.substr(1);
  const auto home = one.starts_with('+') ? other : one;
  return home.size() >= kShortestNational && abroad.size() > home.size() && abroad.size() <= home.size() + 3 &&
         abroad.ends_with(home);
}

/// Whether two words are one Slavic name in two cases. One of them must carry an ending that no base form has: "Jan"
/// and "Jana" may well be two people.
bool same_declined(std::string_view one, std::string_view other) {
  static const std::vector<std::string_view> base = {"", "a", "i", "y", "o"};
  static const std::vector<std::string_view> oblique = {"owi", "em", "iem", "ego", "emu", "iej", "ej", "im", "ym"};
  const auto [left, right] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  const auto stem = static_cast<std::size_t>(left - one.begin());
  for (std::size_t cut = stem; cut >= kShortestStem; --cut) {
    const auto a = one.substr(cut);
    const auto b = other.substr(cut);
    if ((one_of(a, base) || one_of(a, oblique)) && (one_of(b, base) || one_of(b, oblique)) &&
        (one_of(a, oblique) || one_of(b, oblique)))
      return true;
  }
  return false;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool same_name(std::string_view one, std::string_view other) {
  const auto a = words_of(one);
  const auto b = words_of(other);
  if (a.size() != b.size()) return false;
  bool declined = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const bool base_ending = a[i].substr(0, a[i].size() - 1) == b[i] || b[i].substr(0, b[i].size() - 1) == a[i];
    if (same_declined(a[i], b[i]))
      declined = true;
    else if (!base_ending)
      return false;  // "Jana Kowalskiego": the other word says that it is a case
  }
  return declined;
}

}  // namespace

std::string canonical(std::string_view kind, std::string_view value) {
  if (kind == "email") return email(value);
  if (kind == "phone") return phone(value);
  if (kind == "person_name" || kind == "address" || kind == "health") return folded(value);
  static const std::vector<std::string_view> numbers = {"card_number", "iban", "us_ssn", "national_id",
                                                        "card_security_code"};
  return one_of(kind, numbers) ? letters_and_digits(value) : std::string(value);
}

std::optional<std::size_t> name_ends(std::string_view value, std::string_view known) {
  static constexpr std::array<std::string_view, 6> endings = {"'s", "\u2019s", "s", "S", "'", "\u2019"};
  for (const auto ending : endings) {
    if (known.size() < kShortestStem || !value.ends_with(ending)) continue;
    const auto name = value.substr(0, value.size() - ending.size());
    if (folded(name) == known) return name.size();
  }
  return std::nullopt;
}

bool same_value(std::string_view kind, std::string_view one, std::string_view other) {
  if (kind == "phone") return same_phone(one, other);
  return kind == "person_name" && same_name(one, other);
}

}  // namespace countersign
