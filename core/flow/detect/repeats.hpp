// Does somebody say the same again? Token-set Jaccard similarity over the folded text (Jaccard 1901). Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace countersign::detect {

/// True when `text` is nearly one of `earlier`: four of five words shared, or the same few words (three at least, or a
/// question). "thanks" twice is no repetition.
[[nodiscard]] bool repeats(std::string_view text, const std::vector<std::string_view>& earlier);

}  // namespace countersign::detect
