// Sentences of a text, in any of our languages: ICU's rules (UAX #29), and what they do not know: abbreviations, "z.
// B.", "3. März", "Art. 5". Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::grounding {

/// Byte spans, in order, without the white space around them; at most `most` (the rest of the text is then left out).
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> sentences_of(std::string_view text, std::size_t most);

}  // namespace countersign::grounding
