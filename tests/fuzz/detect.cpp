// Any text a customer may write: the detectors end, and every finding is a span of whole characters of that text.
#include "flow/detect/detectors.hpp"
#include "fuzz/bytes.hpp"
#include "plugin/wire.hpp"

namespace {

bool starts_character(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  static const auto detector = make_detector({{{"refund", {"refund", "money back"}, Level::low}}, {}});
  fuzz::Bytes input(data, size);
  const auto author = static_cast<Author>(input.pick(5));
  const std::string earlier = input.word();
  const auto text = input.rest();
  if (!plugin::valid_utf8(text) || !plugin::valid_utf8(earlier)) return 0;
  const auto sight = detector->look({text, author, "en", {earlier}});
  if (!sight) return 0;
  for (const auto& one : sight->findings) {
    fuzz::must(one.start <= one.end && one.end <= text.size(), "a finding lies within the text");
    fuzz::must(starts_character(text, one.start) && starts_character(text, one.end), "a finding has whole characters");
    fuzz::must(!one.kind.empty() && one.score > 0 && one.score <= 1000, "a finding has a kind and a score");
  }
  return 0;
}
