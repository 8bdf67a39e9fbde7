#include "flow/words.hpp"

#include <array>

namespace countersign {
namespace {

constexpr std::array<std::string_view, 5> kAuthors = {"customer", "ai", "ai_edited", "person", "system"};
constexpr std::array<std::string_view, 4> kBorders = {"arrival", "prompt", "reply", "ticket"};
constexpr std::array<std::string_view, 5> kVerdicts = {"send", "change", "hold", "hand_over", "block"};
constexpr std::array<std::string_view, 6> kAiMay = {"nothing", "triage", "summarise", "ask", "draft", "reply"};
constexpr std::array<std::string_view, 3> kLevels = {"low", "medium", "high"};
constexpr std::array<std::string_view, 3> kOwners = {"ai", "person", "nobody"};

template <class T, std::size_t N>
std::optional<T> find(const std::array<std::string_view, N>& words, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == word) return static_cast<T>(i);
  return std::nullopt;
}

template <class T, std::size_t N>
std::string_view spell(const std::array<std::string_view, N>& words, T value) {
  return words.at(static_cast<std::size_t>(value));
}

}  // namespace

std::string_view to_word(Author value) { return spell(kAuthors, value); }
std::string_view to_word(Border value) { return spell(kBorders, value); }
std::string_view to_word(Verdict value) { return spell(kVerdicts, value); }
std::string_view to_word(AiMay value) { return spell(kAiMay, value); }
std::string_view to_word(Level value) { return spell(kLevels, value); }
std::string_view to_word(Owner value) { return spell(kOwners, value); }

template <>
std::optional<Author> from_word(std::string_view word) {
  return find<Author>(kAuthors, word);
}
template <>
std::optional<Border> from_word(std::string_view word) {
  return find<Border>(kBorders, word);
}
template <>
std::optional<Verdict> from_word(std::string_view word) {
  return find<Verdict>(kVerdicts, word);
}
template <>
std::optional<AiMay> from_word(std::string_view word) {
  return find<AiMay>(kAiMay, word);
}
template <>
std::optional<Level> from_word(std::string_view word) {
  return find<Level>(kLevels, word);
}
template <>
std::optional<Owner> from_word(std::string_view word) {
  return find<Owner>(kOwners, word);
}

}  // namespace countersign
