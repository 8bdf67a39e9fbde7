// Backup files: the folders that a backup is, with a manifest of every file's SHA-256. Known to backup.cpp, which
// writes them, and restore.cpp, which checks them. One thread each.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace countersign::rights {

inline constexpr std::string_view kManifest = "manifest.json";
inline constexpr std::string_view kDatabase = "countersign.db";
inline constexpr std::string_view kErased = "erased.list";

struct Manifest {
  Time made_at{};
  std::int64_t entries = 0;
  std::vector<std::string> files;
};

[[nodiscard]] Error cannot_use(const std::filesystem::path& folder, const std::error_code& why);
/// The file's bytes, "" when it cannot be read.
[[nodiscard]] std::string slurp(const std::filesystem::path& path);
/// Regular files below `folder`, as paths relative to it, in order; the checkpoint first: what is added to the log
/// while it is copied then lies beyond it.
[[nodiscard]] std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);
/// What is in a folder, each with its digest; written last, so that a backup that broke off has none.
[[nodiscard]] Status write_manifest(const std::filesystem::path& folder, Time now, std::int64_t entries,
                                    std::vector<std::string>& names);
/// Every file of the manifest is there and is what it was.
[[nodiscard]] Result<Manifest> checked(const std::filesystem::path& folder);

}  // namespace countersign::rights
