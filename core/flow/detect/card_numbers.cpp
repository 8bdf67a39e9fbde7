#include "flow/detect/card_numbers.hpp"

#include <array>
#include <string>

#include "flow/detect/checks.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t kLongest = 19;  // figures of a card
constexpr std::size_t kShortest = 12;
constexpr std::size_t kMostBetween = 12;  // bytes between two groups: "\r\n> ", "<br />"

/// Figures without anything between them.
struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool disguised = false;  ///< in front of it is more than two blanks, dots or dashes
};

struct Groups {
  std::array<Group, kLongest> all;
  std::size_t count = 0;
};

/// The groups from `at` on, of as many figures as a card may have.
Groups groups_from(std::string_view text, std::size_t at) {
  static const re2::RE2 little(R"([\s!-/:-@\[-`{-~·]{0,4}|\s?<br ?/?>\s?)");
  Groups groups;
  std::size_t figures = 0;
  bool disguised = false;
  for (;;) {
    const auto begin = at;
    while (at < text.size() && is_digit(text[at]) && figures <= kLongest) ++at, ++figures;
    if (figures > kLongest || groups.count == groups.all.size()) return groups;
    groups.all[groups.count++] = {begin, at, disguised};
    const auto from = at;
    while (at < text.size() && at - from < kMostBetween && !is_digit(text[at])) ++at;
    if (at >= text.size() || !is_digit(text[at])) return groups;
    const auto between = text.substr(from, at - from);
    disguised = between.size() > 2 || between.find_first_not_of(" .-") != std::string_view::npos;
    if (disguised && !is_all(between, little)) return groups;
    // Colons stand in addresses of machines, whose groups have other lengths sooner or later.
    if (between.find(':') != std::string_view::npos && groups.all[groups.count - 1].end - begin != 4) return groups;
  }
}

enum class Front { free, glued, no_card };

/// "visa4111…" has a word of letters glued to it; a letter behind figures is part of a code.
Front front_of(std::string_view text, std::size_t begin) {
  if (begin == 0) return Front::free;
  const char before = text[begin - 1];
  if (is_digit(before) || before == '+') return Front::no_card;
  if (before == '.' && begin > 1 && is_digit(text[begin - 2])) return Front::no_card;
  if (!is_letter(before) && before != '_') return Front::free;
  constexpr std::size_t kLongestWord = 24;
  std::size_t at = begin;
  while (at > 0 && begin - at < kLongestWord && (is_letter(text[at - 1]) || text[at - 1] == '_')) --at;
  return at > 0 && is_digit(text[at - 1]) ? Front::no_card : Front::glued;
}

/// What is no card by its checksum may be one that was mistyped.
int score_of_form(std::string_view written, std::string_view digits, bool near_words) {
  static const re2::RE2 in_fours(R"(\d{4}([ -])\d{4}[ -]\d{4}[ -]\d{4})");
  if (written.size() == 19 && is_all(written, in_fours)) return 700;
  if (near_words) return luhn(digits) ? 900 : 700;
  return issued_like_a_card(digits) && digits.size() == 16 && written.size() == 16 ? 500 : 0;
}

/// Read only where no checksum holds: most figures have neither before them.
struct Words {
  bool reference = false;
  bool card = false;
  bool read = false;
  void read_before(const Candidate& found) {
    if (read) return;
    read = true;
    reference = is_a_reference(found);
    card = near_card_words(found);
  }
};

}  // namespace

bool near_card_words(const Candidate& found) {
  static const re2::RE2 words(
      R"((?:card|credit|debit|visa|master|amex|maestro|\bcc\b|kart|carte|tarjeta|carta|cart[ãa]o)[^\n]*$)");
  return says_in_words(found.before(60), words);
}

int judge_card_number(Candidate& found) {
  const auto front = front_of(found.text, found.begin);
  if (front == Front::no_card) return 0;
  const auto groups = groups_from(found.text, found.begin);
  Words words;
  std::string digits;
  bool disguised = front == Front::glued;
  int best = 0;
  for (std::size_t i = 0; i < groups.count; ++i) {
    const auto& group = groups.all[i];
    disguised = disguised || group.disguised;
    digits.append(found.text, group.begin, group.end - group.begin);
    if (digits.size() < kShortest) continue;
    const char behind = group.end < found.text.size() ? found.text[group.end] : ' ';
    if (behind == '_' || behind == ':' || (front == Front::glued && is_letter(behind))) continue;
    int score = 0;
    if (card(digits)) {
      score = !disguised ? 1000 : digits.size() > kShortest ? 900 : 0;
    } else if (!disguised) {
      words.read_before(found);
      if (!words.reference)
        score = score_of_form(found.text.substr(found.begin, group.end - found.begin), digits, words.card);
    }
    if (score == 0 || score < best) continue;
    best = score;
    found.end = group.end;
  }
  return best;
}

}  // namespace countersign::detect
