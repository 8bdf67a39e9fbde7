// Card numbers that were sent in pieces, a few figures per message. Called at the prompt border, which sees all turns
// of a conversation; pure, any thread.
#pragma once

#include <string_view>
#include <vector>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {

struct CardPiece {
  std::size_t text = 0;  ///< index of the text it is in
  Span where;            ///< in that text
};

/// The figures of `texts` (one author's, oldest first) that together make a card number, by issuer, length and Luhn,
/// where they stand in more than one text, or in fours close together in one. Only the last 64 groups of figures are looked at.
[[nodiscard]] std::vector<CardPiece> split_cards(const std::vector<std::string_view>& texts);

}  // namespace countersign::detect
