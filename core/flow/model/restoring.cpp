#include "flow/model/restoring.hpp"

#include <algorithm>

#include "flow/detect/text_view.hpp"
#include "flow/model/placeholder.hpp"

namespace countersign {
namespace {

constexpr std::size_t kLongestBracket = 48;  // bytes; more is no placeholder
constexpr std::size_t kTellingPiece = 6;     // characters of a placeholder that no ordinary word shares

Error unknown_placeholder() {
  return {Fault::invalid,
          "the text contains a placeholder that this conversation did not give out, or part of one; a person must look "
          "at it"};
}

bool ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool small(char c) { return c >= 'a' && c <= 'z'; }
bool word_character(char c) { return small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
char capital(char c) { return small(c) ? static_cast<char>(c - 'a' + 'A') : c; }

char closing(char open) {
  switch (open) {
    case '[':
      return ']';
    case '<':
      return '>';
    case '{':
      return '}';
    case '(':
      return ')';
    default:
      return '\0';
  }
}

/// Bytes of the character that starts `text`, as its first byte says.
std::size_t character_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// What a character beyond ASCII is in a word: nothing (invisible), the letters it looks like, or no part of one.
struct LookAlike {
  bool in_a_word = false;
  std::string letters;
};
LookAlike look_alike(std::string_view character) {
  LookAlike seen;
  seen.letters = detect::plain_view(character).text;
  seen.in_a_word = std::all_of(seen.letters.begin(), seen.letters.end(), word_character);
  return seen;
}

}  // namespace

/// A run of letters and digits, with what only looks like them.
struct Restoring::Word {
  std::size_t size = 0;    ///< bytes of the answer
  std::string capitals;    ///< as it would be read
  bool as_written = true;  ///< ASCII throughout
  bool goes_on = false;    ///< the next piece may add to it
};

Restoring::Restoring(const StandIns& names) : names_(names) {}

Result<std::string> Restoring::feed(std::string_view piece) {
  waiting_ += piece;
  return advance(false);
}

Result<std::string> Restoring::finish() { return advance(true); }

Result<std::string> Restoring::advance(bool last) {
  std::string out;
  std::string_view rest = waiting_;
  while (!rest.empty() && !refused_) {
    const auto next = step(rest, last);
    if (next.what == Step::What::wait) break;
    refused_ = next.what == Step::What::refuse;
    if (refused_) break;
    out += next.text;
    before_ = rest[next.size - 1];
    rest.remove_prefix(next.size);
  }
  if (refused_) return unknown_placeholder();
  waiting_ = std::string(rest);
  return out;
}

Restoring::Step Restoring::step(std::string_view rest, bool last) const {
  if (closing(rest.front()) != '\0') return bracket(rest, last);
  return word(rest, last);
}

Restoring::Step Restoring::bracket(std::string_view rest, bool last) const {
  const Step plain{Step::What::go_on, 1, std::string(1, rest.front())};
  const auto window = rest.substr(1, kLongestBracket);
  const char close = closing(rest.front());
  const auto end = std::find_if(window.begin(), window.end(), [&](char c) { return c == close || c == '\n'; });
  if (end == window.end()) {
    if (window.size() == kLongestBracket) return plain;
    if (!last) return {Step::What::wait};
    const bool cut_off = rest.front() == '[' && (window.empty() || window == "Z" || window == "z");
    return cut_off ? Step{Step::What::refuse} : plain;
  }
  if (*end == '\n') return plain;
  const std::string inside(window.begin(), end);
  std::string name;
  std::transform(inside.begin(), inside.end(), std::back_inserter(name), capital);
  const auto known = names_.find(name);
  if (rest.front() == '[' && known != names_.end()) return {Step::What::go_on, inside.size() + 2, known->second};
  return invented_placeholder(rest.front(), inside) ? Step{Step::What::refuse} : plain;
}

Restoring::Step Restoring::word(std::string_view rest, bool last) const {
  Word word;
  while (word.size < rest.size()) {
    const auto left = rest.substr(word.size);
    if (word_character(left.front())) {
      word.capitals += capital(left.front());
      ++word.size;
      continue;
    }
    if (ascii(left.front())) break;
    const auto size = character_size(left);
    if (size > left.size() && !last) return {Step::What::wait};
    const auto seen = look_alike(left.substr(0, size));
    if (!seen.in_a_word) break;
    std::transform(seen.letters.begin(), seen.letters.end(), std::back_inserter(word.capitals), capital);
    word.as_written = false;
    word.size += std::min(size, left.size());
  }
  if (word.size == 0) {
    const auto size = std::min(ascii(rest.front()) ? 1 : character_size(rest), rest.size());
    return {Step::What::go_on, size, std::string(rest.substr(0, size))};
  }
  if (word.size == rest.size() && !last) return {Step::What::wait};
  const bool half_framed = before_ == '[' || (word.size < rest.size() && rest[word.size] == ']');
  const auto known = names_.find(word.capitals);
  if (known != names_.end() && word.as_written && !half_framed) return {Step::What::go_on, word.size, known->second};
  if (like_placeholder(word.capitals) || piece_of_one(word.capitals)) return {Step::What::refuse};
  return {Step::What::go_on, word.size, std::string(rest.substr(0, word.size))};
}

bool Restoring::piece_of_one(std::string_view word) const {
  if (word.size() < kTellingPiece) return false;
  return std::any_of(names_.begin(), names_.end(), [&](const auto& one) {
    const std::string_view name = one.first;
    for (std::size_t at = 0; at + kTellingPiece <= name.size(); ++at)
      if (word.find(name.substr(at, kTellingPiece)) != std::string_view::npos) return true;
    return false;
  });
}

}  // namespace countersign
