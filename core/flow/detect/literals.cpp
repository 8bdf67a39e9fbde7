#include "flow/detect/literals.hpp"

#include <cstring>

namespace countersign::detect {

std::uint32_t Literals::first_of(const char* text) {
  const auto byte = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  return byte(0) | byte(1) << 8U | byte(2) << 16U;
}

/// Fibonacci hashing (Knuth, volume 3, 6.4).
std::uint32_t Literals::slot_of(std::uint32_t first) { return (first * 0x9E3779B1U) >> 16U; }

Literals::Literals(const std::vector<std::string>& literals) : start_((1U << 16U) + 1, 0) {
  for (const auto& literal : literals)
    if (literal.size() >= kShortest) ++start_[slot_of(first_of(literal.data())) + 1];
  for (std::size_t slot = 1; slot < start_.size(); ++slot) start_[slot] += start_[slot - 1];
  rests_.resize(start_.back());
  auto next = start_;
  for (std::size_t i = 0; i < literals.size(); ++i) {
    if (literals[i].size() < kShortest) continue;
    const auto first = first_of(literals[i].data());
    const auto slot = slot_of(first);
    used_[slot / 64] |= std::uint64_t{1} << (slot % 64);
    const auto rest = std::string_view(literals[i]).substr(kShortest);
    rests_[next[slot]++] = {static_cast<std::uint32_t>(letters_.size()), static_cast<std::uint32_t>(rest.size()), first,
                            static_cast<int>(i)};
    letters_.append(rest);
  }
}

std::vector<int> Literals::in(std::string_view text) const {
  std::vector<int> found;
  for (std::size_t at = 0; at + kShortest <= text.size(); ++at) {
    const auto first = first_of(text.data() + at);
    const auto slot = slot_of(first);
    if ((used_[slot / 64] >> (slot % 64) & 1U) == 0) continue;
    const auto left = text.size() - at - kShortest;
    for (auto i = start_[slot]; i < start_[slot + 1]; ++i) {
      const auto& rest = rests_[i];
      if (rest.first == first && rest.size <= left &&
          std::memcmp(letters_.data() + rest.from, text.data() + at + kShortest, rest.size) == 0)
        found.push_back(rest.literal);
    }
  }
  return found;
}

}  // namespace countersign::detect
