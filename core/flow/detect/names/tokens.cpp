#include "flow/detect/names/tokens.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>

#include "flow/detect/names/mix.hpp"

namespace countersign::detect::names {
namespace {

constexpr std::size_t longest_token = 64;
constexpr int longest_word = 24;  // letters looked at: no name needs more

enum class Class : std::uint8_t { space, newline, lower, upper, digit, joiner, other };

Class class_of_ascii(UChar32 c) {
  if (c >= 'a' && c <= 'z') return Class::lower;
  if (c >= 'A' && c <= 'Z') return Class::upper;
  if (c >= '0' && c <= '9') return Class::digit;
  if (c == '\n') return Class::newline;
  if (c <= ' ') return Class::space;
  return c == '\'' || c == '-' ? Class::joiner : Class::other;
}

Class class_of(UChar32 c) {
  if (c < 0x80) return class_of_ascii(c);
  if (c == 0x2019) return Class::joiner;
  if (u_isupper(c) != 0) return Class::upper;
  if (u_isdigit(c) != 0) return Class::digit;
  if (u_isalpha(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) return Class::lower;
  return u_isUWhiteSpace(c) != 0 ? Class::space : Class::other;
}

UChar32 lower(UChar32 c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  return u_tolower(c);
}

/// Reads a token letter by letter and knows at its end what the tagger wants to know of it.
class Reader {
 public:
  void add(UChar32 c, Class kind) {
    if (length_ < longest_word) letters_[static_cast<std::size_t>(length_)] = lower(c);
    ++length_;
    const char sign = kind == Class::lower ? 'x' : kind == Class::upper ? 'X' : kind == Class::digit ? 'd' : '-';
    uppers_ += kind == Class::upper ? 1 : 0;
    digits_ += kind == Class::digit ? 1 : 0;
    if (sign == last_ && ++run_ > 2) return;  // "Xxx" and "Xxxxxx" are one shape
    if (sign != last_) run_ = 1;
    last_ = sign;
    shape_ = step(shape_, static_cast<unsigned char>(sign));
  }
  void finish(Token& token, Class first) const {
    const int length = length_ < longest_word ? length_ : longest_word;
    const bool number = digits_ == length_;
    token.shape = number ? both(shape_, static_cast<std::uint32_t>(length_ < 12 ? length_ : 12)) : shape_;
    token.word = number && length > 2 ? token.shape : hash(0, length);
    token.head = hash(0, length < 3 ? length : 3);
    token.tail2 = hash(length < 2 ? 0 : length - 2, length);
    token.tail3 = hash(length < 3 ? 0 : length - 3, length);
    token.tail4 = hash(length < 4 ? 0 : length - 4, length);
    token.kind = number                              ? Kind::number
                 : digits_ > 0                       ? Kind::mixed
                 : uppers_ == length_ && length_ > 1 ? Kind::capitals
                 : first == Class::upper             ? Kind::capital
                                                     : Kind::small;
  }
  [[nodiscard]] UChar32 last_letter() const { return letters_[static_cast<std::size_t>(length_ - 1)]; }
  [[nodiscard]] int length() const { return length_; }

 private:
  [[nodiscard]] std::uint32_t hash(int from, int to) const {
    std::uint32_t value = seed;
    for (int i = from; i < to; ++i)
      value = step(value, static_cast<std::uint32_t>(letters_[static_cast<std::size_t>(i)]));
    return value;
  }
  std::array<UChar32, longest_word> letters_{};
  int length_ = 0;
  int uppers_ = 0;
  int digits_ = 0;
  int run_ = 0;
  char last_ = 0;
  std::uint32_t shape_ = seed;
};

bool in_word(Class kind) { return kind == Class::lower || kind == Class::upper || kind == Class::digit; }

class Cutter {
 public:
  Cutter(std::string_view view, std::size_t end, std::vector<Token>& tokens)
      : bytes_(reinterpret_cast<const std::uint8_t*>(view.data())),
        end_(static_cast<std::int32_t>(end)),
        tokens_(tokens) {}

  void run(std::size_t begin) {
    at_ = static_cast<std::int32_t>(begin);
    while (at_ < end_) {
      const auto start = at_;
      const auto [c, kind] = next(at_);
      if (kind == Class::space) continue;
      Token token;
      token.begin = static_cast<std::uint32_t>(start);
      if (in_word(kind)) {
        word(token, c, kind);
      } else {
        token.kind = kind == Class::newline ? Kind::line : Kind::sign;
        token.shape = token.word = token.head = token.tail2 = token.tail3 = token.tail4 =
            step(seed, static_cast<std::uint32_t>(c));
        if (kind == Class::newline && !tokens_.empty() && tokens_.back().kind == Kind::line) continue;
      }
      token.end = static_cast<std::uint32_t>(at_);
      tokens_.push_back(token);
    }
  }

 private:
  std::pair<UChar32, Class> next(std::int32_t& at) const {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes_, at, end_, c);
    return {c, class_of(c)};
  }
  /// On to the end of the word that starts with `c`; "O'Brien" and "Anne-Marie" are one, "Ann's" is "Ann" and "'s".
  void word(Token& token, UChar32 c, Class kind) {
    Reader reader;
    reader.add(c, kind);
    const Class first = kind;
    while (at_ < end_ && at_ - static_cast<std::int32_t>(token.begin) < static_cast<std::int32_t>(longest_token)) {
      auto ahead = at_;
      const auto [following, its] = next(ahead);
      if (in_word(its)) {
        reader.add(following, its);
      } else if (its != Class::joiner || ahead >= end_ || !joins(ahead, following)) {
        break;
      } else {
        reader.add(following, its);
      }
      at_ = ahead;
    }
    reader.finish(token, first);
  }
  [[nodiscard]] bool joins(std::int32_t ahead, UChar32 joiner) const {
    auto behind = ahead;
    const auto [letter, kind] = next(behind);
    if (kind != Class::lower && kind != Class::upper) return false;
    if (joiner == '-' || lower(letter) != 's' || behind >= end_) return joiner == '-' || lower(letter) != 's';
    return in_word(next(behind).second);
  }

  const std::uint8_t* bytes_;
  std::int32_t end_;
  std::int32_t at_ = 0;
  std::vector<Token>& tokens_;
};

}  // namespace

void cut(std::string_view view, std::size_t begin, std::size_t end, std::vector<Token>& tokens) {
  Cutter(view, end, tokens).run(begin);
}

}  // namespace countersign::detect::names
