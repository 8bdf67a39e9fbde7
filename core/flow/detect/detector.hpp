// The detectors' one interface. The journey calls it at arrival and at reply, on any thread; an Error means that the text
// is held for a person. Implemented by flow/detect; plugins with countersign.detect/1 add to it (plugged.hpp).
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/finding.hpp"

namespace countersign {

/// What a detector may look at. All views live for the call only.
struct Glimpse {
  std::string_view text;                          ///< valid UTF-8
  Author written_by = Author::customer;
  std::string_view locale;                        ///< as the channel gave it ("en", "de-AT"), or ""
  std::vector<std::string_view> earlier;          ///< earlier texts by the same side in this conversation, oldest first
};

class Detector {
 public:
  virtual ~Detector() = default;
  /// Bounded in time and memory for any text. Thread-safe.
  [[nodiscard]] virtual Result<Sight> look(const Glimpse& glimpse) const noexcept = 0;
};

}  // namespace countersign
