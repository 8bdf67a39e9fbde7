// Identifiers: sortable in the order they were made, unguessable in the rest. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace countersign {

/// 26 characters of Crockford base 32 in the ULID layout: 48 bits of milliseconds, 16 that count within the millisecond
/// (so that a message sorts before the reply made from it), 64 random bits. Not a secret: tokens are made elsewhere.
/// Throws std::runtime_error when the system has no randomness: nothing may go on without it.
[[nodiscard]] std::string new_id(Time now);

}  // namespace countersign
