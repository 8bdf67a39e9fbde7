// Newest: which bundle was put in force last, by number and hash, in a file beside the key (keys/policy.newest, 0600).
// Signed rows can be taken out of a database, or put back from an older copy, and each that is left still verifies:
// whoever can write the database alone cannot change this. Read and written by office; one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace countersign::activation {

struct Newest {
  std::int64_t number = 0;
  std::string sha256;  ///< hex, of the bundle's statement
  [[nodiscard]] bool operator==(const Newest&) const = default;
};

/// nullopt when there is no such file; `unavailable` when it cannot be read or is not what was written.
[[nodiscard]] Result<std::optional<Newest>> read_newest(const std::filesystem::path& file);
/// Durable when it returns ok; after a crash the file is the old one or the new one. The error says what failed.
[[nodiscard]] Status write_newest(const std::filesystem::path& file, const Newest& newest);

}  // namespace countersign::activation
