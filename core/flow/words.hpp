// The words of the road (architecture, "The words"), as types. Used by every room of flow/, in records and in the API,
// always spelled as to_word() spells them. Values only; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// Who wrote a text. A rule's `written_by: ai` covers ai and ai_edited.
enum class Author : std::uint8_t { customer, ai, ai_edited, person, system };
[[nodiscard]] constexpr bool of_ai_origin(Author a) { return a == Author::ai || a == Author::ai_edited; }

/// Where a text crosses.
enum class Border : std::uint8_t { arrival, prompt, reply, ticket };

/// The strictest wins; order never matters.
enum class Verdict : std::uint8_t { send, change, hold, hand_over, block };

/// What AI may do at a moment, least first. The journey grants; rules only restrict.
enum class AiMay : std::uint8_t { nothing, triage, summarise, ask, draft, reply };

/// Risk, value and emotion of a moment.
enum class Level : std::uint8_t { low, medium, high };

/// Who has the conversation: the AI, a person who took it, or nobody yet (it waits in a queue).
enum class Owner : std::uint8_t { ai, person, nobody };

[[nodiscard]] std::string_view to_word(Author value);
[[nodiscard]] std::string_view to_word(Border value);
[[nodiscard]] std::string_view to_word(Verdict value);
[[nodiscard]] std::string_view to_word(AiMay value);
[[nodiscard]] std::string_view to_word(Level value);
[[nodiscard]] std::string_view to_word(Owner value);

/// The value a word names; nullopt for any other word. from_word<Author>("ai")
template <class T>
[[nodiscard]] std::optional<T> from_word(std::string_view word);

}  // namespace countersign
