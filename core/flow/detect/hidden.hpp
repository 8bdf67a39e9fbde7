// Texts written so that a filter does not see them but a language model does: base64, ROT13, digits for letters,
// invisible tags.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {

struct Hidden {
  std::string text;     ///< decoded, valid UTF-8
  Span where;           ///< in the original
};

/// What `text`, valid UTF-8, says in Unicode's tag characters (U+E0020 to U+E007E), which nobody sees and models read;
/// nullopt below eight of them: flags are written with a few.
[[nodiscard]] std::optional<Hidden> text_in_tags(std::string_view text);

/// At most 16 decoded texts.
[[nodiscard]] std::vector<Hidden> hidden_texts(const TextView& plain);

}  // namespace countersign::detect
