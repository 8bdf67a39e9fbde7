// The number in a ticket's id. Used by this room's files only; pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace countersign {

/// "T-17" -> 17; 0 for anything else.
[[nodiscard]] inline std::int64_t number_of(std::string_view id) {
  if (!id.starts_with("T-") || id.size() > 18) return 0;
  std::int64_t number = 0;
  for (const char c : id.substr(2)) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace countersign
