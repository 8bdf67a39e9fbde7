#include "flow/detect/split_values.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>

#include "flow/detect/personal.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t kLook = 80;  // bytes of each side
constexpr std::array<std::string_view, 3> kKinds{"secret", "card_security_code", "iban"};

bool begins_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t start_of_tail(std::string_view text) {
  auto at = text.size() > kLook ? text.size() - kLook : 0;
  while (at < text.size() && !begins_a_character(text[at])) ++at;
  return at;
}

std::string_view head_of(std::string_view text) {
  auto end = std::min(text.size(), kLook);
  while (end > 0 && end < text.size() && !begins_a_character(text[end])) --end;
  return text.substr(0, end);
}

/// Most messages end in neither a figure nor a word for a secret: nothing is looked for behind them.
bool may_go_on(std::string_view tail) {
  static const re2::RE2 words(
      R"((?i)\d|iban|konto|pin\b|pass|kennw|pwd|mdp|contrase|senha|palavra|wachtw|has[łl]o|clave|code|kod|codi|cód|nip\b|\btan\b|otp|cv[vcn]|csc|prüf|krypto|token|key|schlüssel|geheim)");
  return re2::RE2::PartialMatch(re2::StringPiece(tail.data(), tail.size()), words);
}

}  // namespace

std::vector<SplitValue> split_values(const std::vector<Said>& texts) {
  std::vector<SplitValue> found;
  const Personal personal;
  for (std::size_t i = 1; i < texts.size(); ++i) {
    const auto from = start_of_tail(texts[i - 1].text);
    const auto tail = texts[i - 1].text.substr(from);
    if (!texts[i].by_customer || !may_go_on(tail)) continue;
    const std::string joined = std::string(tail) + "\n" + std::string(head_of(texts[i].text));
    const auto border = static_cast<std::uint32_t>(tail.size() + 1);
    std::vector<Finding> seen;
    if (const auto looked = personal.look(plain_view(joined), "", seen); !looked) continue;
    for (const auto& one : seen) {
      const auto* const kind = std::find(kKinds.begin(), kKinds.end(), one.kind);
      if (kind == kKinds.end() || one.end <= border) continue;
      if (one.start + 1 < border && texts[i - 1].by_customer)
        found.push_back(
            {i - 1,
             {static_cast<std::uint32_t>(from) + one.start, static_cast<std::uint32_t>(texts[i - 1].text.size())},
             *kind});
      found.push_back({i, {std::max(one.start, border) - border, one.end - border}, *kind});
    }
  }
  return found;
}

}  // namespace countersign::detect
