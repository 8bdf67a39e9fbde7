// Card numbers in one text, however their figures are cut: by blanks, line ends, quotation marks of mails, or not at
// all from the word in front. Looks at whole groups of figures, so that a date or code behind the number belongs to
// neither. Called by the patterns of personal_cards.cpp; pure, any thread.
#pragma once

#include "flow/detect/personal.hpp"

namespace countersign::detect {

/// Where figures begin that may be a card: twelve or more with little between them.
inline constexpr const char* kFiguresOfACard = R"(\d(?:(?:[\s!-/:-@\[-`{-~·]{0,4}|\s?<br ?/?>\s?)\d){11,18})";

/// The longest run of groups from there on that is a card number (ISO/IEC 7812: issuer, length, Luhn), or, undisguised,
/// that looks like one by its form and the words before it.
[[nodiscard]] int judge_card_number(Candidate& found);

/// "card", "Karte", "tarjeta" … within 60 bytes before it, in its line.
[[nodiscard]] bool near_card_words(const Candidate& found);

}  // namespace countersign::detect
