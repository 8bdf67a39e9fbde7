// Shared by the detector tests: one detector for all of them, and short questions about what it saw.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/detectors.hpp"

namespace countersign {

inline const Detector& detector() {
  static const auto made = make_detector({});
  return *made;
}

inline Sight sight_of(std::string_view text, Author by = Author::customer, std::vector<std::string_view> earlier = {}) {
  auto sight = detector().look({text, by, "", std::move(earlier)});
  return sight ? *sight : Sight{"error", {}, Level::low, Level::low, {{"error", 0, 0, 0}}};
}

/// The bytes of each finding of a kind.
inline std::vector<std::string> seen(std::string_view text, std::string_view kind, Author by = Author::customer) {
  std::vector<std::string> found;
  for (const auto& finding : sight_of(text, by).findings)
    if (finding.kind == kind) found.emplace_back(text.substr(finding.start, finding.end - finding.start));
  return found;
}

inline bool sees(std::string_view text, std::string_view kind, Author by = Author::customer) { return !seen(text, kind, by).empty(); }

}  // namespace countersign
