#include <algorithm>

#include "flow/detect/names/mix.hpp"
#include "flow/detect/names/tagger.hpp"

namespace countersign::detect::names {
namespace {

/// Stands for what is before the first and behind the last token.
constexpr Token edge{.word = 0x11111111U, .shape = 0x22222222U, .kind = Kind::line};

/// Where in its text a token is, coarsely: a text of one or two words is seldom a sentence.
std::uint32_t position_of(std::size_t at, std::size_t count) {
  const auto near_start = static_cast<std::uint32_t>(std::min<std::size_t>(at, 2));
  const auto near_end = static_cast<std::uint32_t>(std::min<std::size_t>(count - 1 - at, 1));
  const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(count, 6));
  return size * 16 + near_start * 4 + near_end;
}

}  // namespace

void features_of(std::span<const Token> tokens, std::size_t at, Features& features) {
  const auto beside = [&](std::ptrdiff_t step) -> const Token& {
    const auto place = static_cast<std::ptrdiff_t>(at) + step;
    return place < 0 || place >= static_cast<std::ptrdiff_t>(tokens.size()) ? edge
                                                                            : tokens[static_cast<std::size_t>(place)];
  };
  const Token& t = tokens[at];
  const Token& a = beside(-1);
  const Token& b = beside(-2);
  const Token& y = beside(1);
  const Token& z = beside(2);
  const std::uint32_t kinds = both(both(a.kind, t.kind), y.kind);
  std::uint32_t number = 0;
  std::size_t used = 0;
  const auto add = [&](std::uint32_t feature) { features[used++] = both(feature, ++number); };
  add(t.word);
  add(a.word);
  add(y.word);
  add(b.word);
  add(z.word);
  add(t.shape);
  add(both(both(a.shape, t.shape), y.shape));
  add(both(a.word, t.kind));
  add(both(y.word, t.kind));
  add(both(a.word, t.word));
  add(both(t.word, y.word));
  add(both(both(b.word, a.word), t.kind));
  add(both(both(y.word, z.word), t.kind));
  add(both(t.tail3, t.kind));
  add(both(t.tail2, t.kind));
  add(both(t.head, t.kind));
  add(t.tail4);
  add(both(position_of(at, tokens.size()), t.kind));
  add(both(both(b.kind, a.kind), both(t.kind, y.kind)));
  add(both(both(t.kind, y.kind), z.kind));
  add(both(both(beside(-3).word, 1), t.kind));
  add(both(both(beside(-4).word, 2), t.kind));
  add(both(a.tail3, kinds));
  add(both(y.tail3, kinds));
  add(both(t.tail2, y.tail2));
  add(both(a.tail2, t.tail2));
  add(both(both(a.word, y.word), t.kind));
  add(both(both(a.shape, b.shape), t.shape));
}

}  // namespace countersign::detect::names
