// What a failure of SQLite means to an operator: what failed, where, and what to do. Known to this room only. Any thread.
#pragma once

#include <string>

#include "store/sqlite_connection.hpp"

namespace countersign::store {

/// Why the database at `path` stopped, as health and every refused caller say it.
[[nodiscard]] std::string what_happened(const std::string& path, const DatabaseError& failure);

/// Why the database at `path` could not be opened, in one sentence.
[[nodiscard]] std::string cannot_open(const std::string& path, const DatabaseError& failure);

}  // namespace countersign::store
