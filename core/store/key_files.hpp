// The files of the key store: its folder (0700) and the master key (0600), made once and never replaced; known to this
// room only. Used while the key store is opened.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace countersign::store {

/// Makes `folder` if it is missing, and closes it to everybody but its owner.
[[nodiscard]] Status make_key_folder(const std::filesystem::path& folder);

/// The 32 bytes of the master key at `file`. When there is none: makes one (random, synced, its folder too) if
/// `may_make`, or an error that says which backup to restore. A key file that others can read is refused.
[[nodiscard]] Result<std::string> master_key(const std::filesystem::path& file, bool may_make);

}  // namespace countersign::store
