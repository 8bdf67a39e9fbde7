// TextView: a text as the patterns see it, with a way back to the bytes of the original. Compatibility forms are unfolded
// (full-width digits, ligatures), invisible and bidirectional control characters are gone, so that nobody can hide a card
// number or an order to the model behind them. Made and read inside one look(); any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::detect {

/// Half-open span of UTF-8 byte offsets.
using Span = std::pair<std::uint32_t, std::uint32_t>;

struct TextView {
  std::string text;                    ///< what patterns are matched against, valid UTF-8
  std::vector<std::uint32_t> from;     ///< per byte of `text`: where the character it came from starts in the original
  std::vector<std::uint32_t> to;       ///< per byte of `text`: where that character ends
  // Both are empty when every byte stands where it stood: plain ASCII, most of what is written to us.
  /// The bytes of the original behind text[begin, end); both ends are on character boundaries.
  [[nodiscard]] Span original(std::size_t begin, std::size_t end) const;
};

/// Case and marks kept, NFKC per character (Unicode UAX #15). For names, numbers, secrets.
[[nodiscard]] TextView plain_view(std::string_view text);

/// NFKD without marks, full case folding (UAX #15, CaseFolding.txt), typographic quotes and dashes as ASCII. For phrases:
/// one spelling for "Señor", "SENOR" and "senor".
[[nodiscard]] TextView folded_view(std::string_view text);

/// The view with one blank for each run of white space, as the phrases are written: mails wrap their lines anywhere. An
/// empty line stays, as two line feeds.
[[nodiscard]] TextView flowing(TextView view);

/// Sentences of a view as [begin, end) offsets, trimmed; none is longer than about 1,200 bytes. The stop of "3. März"
/// ends none.
[[nodiscard]] std::vector<Span> sentences(std::string_view view);

}  // namespace countersign::detect
