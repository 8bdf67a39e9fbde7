// Copies of a database for a backup, made while others write to it. Called by `backup`, one thread each.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace countersign::store {

/// Writes the state of `from` at this moment to `to` (0600, new; an existing file is `conflict`), synced and checked
/// page by page; SQLite's online backup, in one piece. Writers go on meanwhile.
[[nodiscard]] Status copy_database(const std::filesystem::path& from, const std::filesystem::path& to);
/// The same for a plain file; `to` is made 0600 and synced.
[[nodiscard]] Status copy_file(const std::filesystem::path& from, const std::filesystem::path& to);
/// What was made or renamed in a folder is durable.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

}  // namespace countersign::store
