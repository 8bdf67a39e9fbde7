// Identifiers: sortable by time, unguessable in the rest. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace countersign {

/// 26 characters of Crockford base 32: 48 bits of milliseconds, 80 random bits (the ULID layout).
/// Throws std::runtime_error when the system has no randomness: nothing may go on without it.
[[nodiscard]] std::string new_id(Time now);

}  // namespace countersign
