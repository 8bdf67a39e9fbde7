// Which language a text is in: by CLD2, by a learned model of eight languages where CLD2 guesses (a few words, close
// neighbours), and by the channel's locale where the text is too short to say. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace countersign::detect {

/// ISO 639-1, "" when neither text nor locale tells. `text` is valid UTF-8; only its first 16 KB count.
[[nodiscard]] std::string language_of(std::string_view text, std::string_view locale);

}  // namespace countersign::detect
