// Figures that are written as words, in the eight languages: "four double one", "vier eins eins". Called by the judges
// of telephone numbers, cards, their codes and PINs (personal_*.cpp). Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace countersign::detect {

/// RE2 alternatives of every word for a figure, the longest first: the leftmost one counts, and "uno" begins with "un".
/// To be used in (?i).
[[nodiscard]] const std::string& figure_words();

/// The figures that the words, and the figures among them, stand for; other words count for nothing.
[[nodiscard]] std::string spelled_digits(std::string_view written);

/// Where the row of such words that begins at `at` ends, after at most `most` of them; `at` where none begins.
[[nodiscard]] std::size_t end_of_spelled(std::string_view text, std::size_t at, int most);

}  // namespace countersign::detect
