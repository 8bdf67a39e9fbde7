// The files of keys: their folder (0700) and each key in one of its own (0600), made once and never replaced. Used
// while the key store is opened, and where policies are signed.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace countersign::store {

/// Makes `folder` if it is missing, and closes it to everybody but its owner.
[[nodiscard]] Status make_key_folder(const std::filesystem::path& folder);

/// How errors about a key speak of it.
struct KeyWords {
  std::string name;  ///< "the master key"
  std::string used;  ///< what it was used for, should it be missing: "texts were sealed under it"
};

/// The 32 bytes of the key at `file`. When there is none: makes one (random, synced, its folder too) if `may_make`, or
/// an error that says which backup to restore. A key file that others can read is refused. Never replaced.
[[nodiscard]] Result<std::string> key_file(const std::filesystem::path& file, bool may_make, const KeyWords& words);

}  // namespace countersign::store
