// A text with marks where the detectors saw something, for an officer who reads it. Called by `countersign detect
// --explain` and by tests; pure, any thread.
#pragma once

#include <string>
#include <string_view>

#include "flow/detect/finding.hpp"

namespace countersign {

/// What a finding's kind is called in plain words: "card_number" -> "card number". A kind that has no other words is
/// its own name with blanks.
[[nodiscard]] std::string in_plain_words(std::string_view kind);

/// `text`, then a line for each finding: its words, what was seen there, how sure. Marks are numbered brackets, "[1
/// call me 1]"; with `colours` the marked words are underlined too (ANSI, ECMA-48). Overlapping findings nest or cross;
/// each has its own number. Ends with what was seen of the whole text: language, topics, risk, emotion.
[[nodiscard]] std::string marked(std::string_view text, const Sight& sight, bool colours);

}  // namespace countersign
