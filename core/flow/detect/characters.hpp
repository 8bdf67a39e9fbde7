// What one character of a customer's text stands for, by ICU's data: HTML entities, letters of one script that look
// like those of another, digits and dashes of any script. Called by text_view.cpp only; pure, any thread.
#pragma once

#include <unicode/umachine.h>

#include <cstddef>
#include <string_view>

namespace countersign::detect {

/// A character as it was written: `to` is behind its last byte. An HTML entity is one character.
struct Written {
  UChar32 c = 0;  ///< negative for a byte that is no UTF-8
  std::size_t from = 0;
  std::size_t to = 0;
};

/// The character at `at` < text.size(). Numeric entities and the named ones that can hide an address, a number or a
/// word (HTML 5, 13.5) are read, also where the mail programme wrote "&amp;" for their "&".
[[nodiscard]] Written read_character(std::string_view text, std::size_t at);

/// Whether `text` has anything that looks like an entity; cheap.
[[nodiscard]] bool may_have_entities(std::string_view text);

/// The ASCII letter that `c` looks like (UTS 39 skeleton), 0 if none. Only letters outside ASCII are asked about.
[[nodiscard]] char latin_lookalike(UChar32 c);
/// A letter of Latin script, as opposed to one that only looks so.
[[nodiscard]] bool latin_letter(UChar32 c);

/// Never drawn: control and format characters, variation selectors, enclosing marks (a keycap is its digit).
[[nodiscard]] bool invisible(UChar32 c);

/// One spelling for numbers: digits of any script as ASCII, dashes as '-', spaces as ' ', full stops of East Asia as
/// '.'.
[[nodiscard]] UChar32 plain_sign(UChar32 c);

}  // namespace countersign::detect
