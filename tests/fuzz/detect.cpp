// Any text by anyone: the detectors end, every finding is a span of whole characters of that text, and the same text gives
// the same answer; a card cut into two messages has its pieces within them.
#include "flow/detect/detectors.hpp"
#include "flow/detect/report.hpp"
#include "flow/detect/split_cards.hpp"
#include "flow/detect/split_values.hpp"
#include "fuzz/bytes.hpp"
#include "plugin/wire.hpp"

namespace {

bool starts_character(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  static const auto detector = make_detector({{{"refund", {"refund", "money back"}, Level::low}},
                                              {{"member", R"(M-?\d{4,8})", "luhn", {"member", "Mitglied"}}, {"rest", R"(#.*!?)", "", {}}}}, 0);
  static constexpr std::string_view locales[] = {"", "en", "de-AT", "pt", "x", "zz-ZZ-zz"};
  fuzz::Bytes input(data, size);
  const auto author = static_cast<Author>(input.pick(5));
  const auto locale = locales[input.pick(6)];
  const std::string earlier = input.word();
  const auto text = input.rest();
  if (!plugin::valid_utf8(text) || !plugin::valid_utf8(earlier)) return 0;
  const auto sight = detector->look({text, author, locale, {earlier}});
  if (!sight) return 0;
  for (const auto& one : sight->findings) {
    fuzz::must(one.start <= one.end && one.end <= text.size(), "a finding lies within the text");
    fuzz::must(starts_character(text, one.start) && starts_character(text, one.end), "a finding has whole characters");
    fuzz::must(!one.kind.empty() && one.score > 0 && one.score <= 1000, "a finding has a kind and a score");
  }
  const auto again = detector->look({text, author, locale, {earlier}});
  fuzz::must(again && report_line(*again) == report_line(*sight), "the same text gives the same answer");
  const auto lies_within = [&](std::size_t which, const detect::Span& where) {
    const std::string_view of = which == 0 ? std::string_view(earlier) : std::string_view(text);
    fuzz::must(where.first < where.second && where.second <= of.size(), "a piece lies within its text");
    fuzz::must(starts_character(of, where.first) && starts_character(of, where.second), "a piece has whole characters");
  };
  for (const auto& piece : detect::split_cards({earlier, text})) lies_within(piece.text, piece.where);
  for (const auto& piece : detect::split_values({{earlier}, {text}})) lies_within(piece.text, piece.where);
  return 0;
}
