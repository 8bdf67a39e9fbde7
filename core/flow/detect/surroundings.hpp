// What stands around a candidate: the words and signs by which a phone number, an order number and a card are told
// apart. Called by the judges (personal_*.cpp); pure, any thread.
#pragma once

#include <re2/re2.h>

#include <string>
#include <string_view>

#include "flow/detect/personal.hpp"

namespace countersign::detect {

[[nodiscard]] inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// ASCII letters and every byte of others.
[[nodiscard]] inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}
[[nodiscard]] bool says(std::string_view text, const re2::RE2& words);
/// says(), and at once false where there is no letter: figures among figures have no words near them.
[[nodiscard]] bool says_in_words(std::string_view text, const re2::RE2& words);
[[nodiscard]] bool is_all(std::string_view text, const re2::RE2& form);

/// A number that goes on to the left or right is another number. Signs and pictures end it, and so do letters of scripts
/// that put no blanks between words; other letters are allowed behind it only.
[[nodiscard]] bool stands_alone(const Candidate& found);
/// The same for what proves itself by a checksum: only Latin letters, figures and '_' on either side make it another.
[[nodiscard]] bool proven_stands_alone(const Candidate& found);
/// One side of proven_stands_alone().
[[nodiscard]] bool goes_on_before(const Candidate& found);
[[nodiscard]] bool goes_on_behind(const Candidate& found);
/// A letter of any script, a digit or '_' on either side: RE2's \b knows ASCII only.
[[nodiscard]] bool inside_a_word(const Candidate& found);
/// "order number", "Ticket-Nr.", "facture n°" right before it, or before the figures that it goes on from: not personal
/// data.
[[nodiscard]] bool is_a_reference(const Candidate& found);
/// Words of calling within 60 bytes before it, in its line; or "office", "fax" right behind it.
[[nodiscard]] bool near_phone_words(const Candidate& found, std::size_t before = 60);
/// ASCII capital letters and digits of it.
[[nodiscard]] std::string bare(std::string_view text);
/// Punctuation that ends a sentence is no part of the value.
void trim_end(Candidate& found);

}  // namespace countersign::detect
