#include "flow/model/same_value.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>
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

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// "muller, peter" -> "peter muller".
std::string in_order(const std::string& folded_name) {
  const auto comma = folded_name.find(", ");
  if (comma == std::string::npos || comma == 0 || folded_name.find(',', comma + 1) != std::string::npos)
    return folded_name;
  return folded_name.substr(comma + 2) + " " + folded_name.substr(0, comma);
}

/// Folded word by word; "ą" and "ę" at the end of one stay, since they are what tells a case from another name.
std::string person(std::string_view value) {
  std::string out;
  const auto plain = detect::plain_view(value).text;
  for (const auto word : words_of(plain)) {
    auto one = folded(word);
    for (const std::string_view sign : {"ą", "Ą", "ę", "Ę"})
      if (word.ends_with(sign) && !one.empty()) one.replace(one.size() - 1, 1, one.back() == 'a' ? "ą" : "ę");
    out += (out.empty() || one.empty() ? "" : " ") + one;
  }
  return in_order(out);
}

/// "mueller" as "muller" folds.
std::string without_umlauts(std::string_view folded_name) {
  std::string out;
  for (const char c : folded_name)
    if (c != 'e' || out.empty() || std::string_view("aou").find(out.back()) == std::string_view::npos) out += c;
  return out;
}

std::string with_umlauts_written_out(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> signs{
      {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "Ae"}, {"Ö", "Oe"}, {"Ü", "Ue"}}};
  std::string out = detect::plain_view(name).text;
  for (const auto& [sign, written] : signs)
    for (auto at = out.find(sign); at != std::string::npos; at = out.find(sign, at)) out.replace(at, sign.size(), written);
  return out;
}

/// The last word in front, `sign` behind it; "" for a name of one word.
std::string last_first(const std::string& name, std::string_view sign) {
  const auto blank = name.rfind(' ');
  if (blank == std::string::npos) return "";
  return name.substr(blank + 1) + std::string(sign) + " " + name.substr(0, blank);
}

/// Whether two words are one Slavic name in two cases. One of them must carry an ending that no base form has: "Jan"
/// and "Jana" may well be two people.
bool same_declined(std::string_view one, std::string_view other) {
  static const std::vector<std::string_view> base = {"", "a", "i", "y", "o"};
  static const std::vector<std::string_view> oblique = {"owi", "em", "iem", "ego", "emu", "iej",
                                                       "ej",  "im", "ym",  "ą",   "ę"};
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

/// Endings that base forms of two people may differ in too: they count beside a word that says it is a case.
bool may_be_declined(std::string_view one, std::string_view other) {
  static const std::vector<std::string_view> endings = {"", "a", "e", "i", "ie", "o", "u", "y", "ą", "ę"};
  const auto [left, right] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  for (auto cut = static_cast<std::size_t>(left - one.begin()); cut >= kShortestStem; --cut)
    if (one_of(one.substr(cut), endings) && one_of(other.substr(cut), endings)) return true;
  return false;
}

bool same_in_cases(std::string_view one, std::string_view other) {
  const auto a = words_of(one);
  const auto b = words_of(other);
  if (a.size() != b.size()) return false;
  bool declined = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (same_declined(a[i], b[i]))
      declined = true;
    else if (!may_be_declined(a[i], b[i]))
      return false;  // "Jana Kowalskiego": the other word says that it is a case
  }
  return declined;
}

bool same_name(std::string_view one, std::string_view other) {
  if (same_in_cases(one, other)) return true;
  const auto word = [](std::string_view text) { return text.substr(text.rfind(' ') + 1, 1); };  // npos + 1 is 0
  const auto first = one.substr(0, 1);
  if (first != other.substr(0, 1) && first != word(other) && word(one) != other.substr(0, 1)) return false;
  const auto a = without_umlauts(one);
  const auto b = without_umlauts(other);
  return a == b || (a.size() == b.size() && (last_first(a, "") == b || last_first(b, "") == a));
}

}  // namespace

std::string canonical(std::string_view kind, std::string_view value) {
  if (kind == "email") return email(value);
  if (kind == "phone") return phone(value);
  if (kind == "person_name") return person(value);
  if (kind == "address" || kind == "health") return folded(value);
  static const std::vector<std::string_view> numbers = {"card_number", "iban", "us_ssn", "national_id",
                                                        "card_security_code"};
  return one_of(kind, numbers) ? letters_and_digits(value) : std::string(value);
}

std::optional<std::size_t> name_ends(std::string_view value, std::string_view known) {
  static constexpr std::array<std::string_view, 6> endings = {"'s", "\u2019s", "s", "S", "'", "\u2019"};
  for (const auto ending : endings) {
    if (known.size() < kShortestStem || !value.ends_with(ending)) continue;
    const auto name = value.substr(0, value.size() - ending.size());
    if (canonical("person_name", name) == known) return name.size();
  }
  return std::nullopt;
}

std::vector<std::string> ways_to_write(std::string_view name) {
  std::vector<std::string> ways;
  const auto plain = in_order(folded(name));
  for (const auto& one : {plain, in_order(folded(with_umlauts_written_out(name))), without_umlauts(plain)}) {
    if (one_of(one, {ways.begin(), ways.end()})) continue;
    for (auto& way : {one, one + "s", last_first(one, ""), last_first(one, ",")})
      if (!way.empty()) ways.push_back(way);
  }
  return ways;
}

bool same_value(std::string_view kind, std::string_view one, std::string_view other) {
  if (kind == "phone") return same_phone(one, other);
  return kind == "person_name" && same_name(one, other);
}

}  // namespace countersign
