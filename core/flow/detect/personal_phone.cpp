// Telephone numbers: in figures, by how they are written, the words around them and the numbering plans; and spelled
// out.
#include <algorithm>

#include "flow/detect/checks.hpp"
#include "flow/detect/personal.hpp"
#include "flow/detect/phone_numbers.hpp"
#include "flow/detect/spelled_figures.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

bool written_like_a_phone(std::string_view text, const std::string& digits) {
  if (text[0] == '+') return digits.size() >= 8 && digits.size() <= 15;
  static const re2::RE2 north_american(
      R"((?:1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?)");
  if (is_all(text, north_american)) return true;
  if (digits.substr(0, 2) == "00") return digits.size() >= 11 && digits.size() <= 17;
  if (digits[0] == '0') return digits.size() >= 9 && digits.size() <= 12;
  static const re2::RE2 in_groups(R"(\(?\d{2,4}\)?(?:[ -]\d{2,4}){2,4}|\d{3} \d{7})");
  return digits.size() >= 10 && digits.size() <= 11 && is_all(text, in_groups);
}

/// "R-2026-00123": letters and a dash in front are a reference's.
bool behind_letters(const Candidate& found) {
  static const re2::RE2 series(R"((?:^|[^a-z])[a-z]{1,4}[-/]$)");
  const char before = found.begin > 0 ? found.text[found.begin - 1] : ' ';
  return (before == '-' || before == '/') && says(found.before(6), series) && !near_phone_words(found, 8);
}

/// A date, a sum, a range of years, or a part of something longer.
bool something_else(const Candidate& found) {
  if (behind_letters(found)) return true;
  static const re2::RE2 date(
      R"(\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[ ]\d{1,2})?|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}(?:[ ]\d{1,2})?|\d{1,3}(?:[.]\d{3})+|\d{4}\s?-\s?\d{4})");
  static const re2::RE2 money(R"((?i)^\s?(?:€|eur|usd|gbp|chf|pln|zł|\$|£|%|kwh|km|kg))");
  if (is_all(found.written(), date) || says(found.text.substr(found.end, 6), money)) return true;
  return found.begin > 0 && (found.text[found.begin - 1] == '#' || found.text[found.begin - 1] == '$');
}

/// Numbers in groups that no word explains: the numbering plan decides.
bool in_some_plan(const Candidate& found, const std::string& digits) {
  static const re2::RE2 grouped(R"(\(?\d{2,4}\)?(?:[ .-]\d{2,4}){1,4})");
  if (digits.size() < 8 || digits.size() > 11 || found.asks_left == nullptr || *found.asks_left <= 0) return false;
  const bool bare_number = found.written().size() == digits.size();
  // Nine figures in a row may be anything; where the customer's country is known, fewer are.
  if (bare_number ? found.locale.size() < 5 : !is_all(found.written(), grouped)) return false;
  if (found.end < found.text.size() && is_letter(found.text[found.end])) return false;  // "2914 184th Street"
  --*found.asks_left;
  return valid_phone(found.written(), found.locale);
}

int score_phone(const Candidate& found) {
  if (!stands_alone(found)) return 0;
  const auto text = found.written();
  const auto digits = digits_of(text.substr(0, text.find_first_of("xe")));
  if (digits.size() > 13 && text[0] != '+' && digits.substr(0, 2) != "00") return 0;
  if (something_else(found)) return 0;
  if (text[0] != '+' && is_a_reference(found)) return 0;
  if (written_like_a_phone(text, digits)) return near_phone_words(found) ? 950 : 850;
  if (digits.size() >= 6 && digits.size() <= 13 && near_phone_words(found, 40)) return digits.size() == 6 ? 500 : 700;
  if (in_some_plan(found, digits)) return 600;
  const bool in_a_row = text.size() == digits.size();
  return in_a_row && (digits.size() == 10 || (digits.size() == 11 && digits[0] == '1')) ? 500 : 0;
}

/// A house number or postcode may follow: the figures up to the first gap count too.
int judge_phone(Candidate& found) {
  if (const int score = score_phone(found); score > 0) return score;
  const auto gap = found.written().find(' ');
  if (gap == std::string_view::npos || gap < 10) return 0;
  found.end = found.begin + gap;
  return score_phone(found);
}

const std::string& spelled_pattern() {
  static const auto made = [] {
    const std::string words = "double|triple|doppel|" + figure_words();
    const std::string between = "[\\s,.-]{1,3}";
    // One of the first is a word: a list of figures is not looked at again from each of them on.
    return "(?i)(?:\\d{1,4}" + between + "){0,6}(?:" + words + ")(?:" + between + "(?:" + words + "|\\d{1,4})){3,24}";
  }();
  return made;
}

/// Figures written as words, so that a filter for figures does not see them; a card number may be written so too.
int judge_spelled(Candidate& found) {
  constexpr int kMost = 31;
  found.end = end_of_spelled(found.text, found.begin, kMost);
  const auto digits = spelled_digits(found.written());
  if (inside_a_word(found) || digits.size() < 7) return 0;
  if (issued_like_a_card(digits) && luhn(digits)) {
    found.kind = "card_number";
    return 900;
  }
  const auto text = found.written();
  return std::any_of(text.begin(), text.end(), is_letter) && !is_a_reference(found) ? 700 : 0;
}

}  // namespace

std::span<const PersonalPattern> phone_patterns() {
  static const PersonalPattern patterns[] = {
      {"phone", R"((?:\+\s?|\()?\d(?:[ ().\-/]{0,3}\d){5,16}(?:\s?(?:x|ext\.?)\s?\d{1,6})?)", judge_phone},
      {"phone", spelled_pattern(), judge_spelled},
  };
  return patterns;
}

}  // namespace countersign::detect
