// Texts written so that a filter does not see them but a language model does: base64, ROT13, digits for letters.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {

struct Hidden {
  std::string text;     ///< decoded, valid UTF-8
  Span where;           ///< in the original
};

/// At most 16 decoded texts.
[[nodiscard]] std::vector<Hidden> hidden_texts(const TextView& plain);

}  // namespace countersign::detect
