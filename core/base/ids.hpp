// Identifiers: sortable in the order they were made, unguessable in the rest. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace countersign {

/// A new id for this moment, never before one that this process made or was told of: it sorts after all of them, even
/// when the clock went back (then it carries the latest time instead). 26 characters of Crockford base 32 in the ULID layout: 48 bits of milliseconds, 16 that count within the millisecond
/// (so that a message sorts before the reply made from it), 64 random bits. Not a secret: tokens are made elsewhere.
/// Throws std::runtime_error when the system has no randomness: nothing may go on without it.
[[nodiscard]] std::string new_id(Time now);

/// Tells of an id from before this process (the newest of the store); all new ones sort after it. Anything that is no id
/// is ignored. Called once, when the store is opened.
void ids_follow(std::string_view newest);

/// Ids begin as in a new process. For tests that play several in one; nothing else may call it.
void ids_begin_anew();

/// The id of one place within one millisecond: what new_id() makes of a moment that is free.
[[nodiscard]] std::string id_at(std::int64_t millis, std::uint16_t place);

/// The millisecond in which an id was made; nullopt for a text that is no id of ours.
[[nodiscard]] std::optional<Time> made_at(std::string_view id);

}  // namespace countersign
