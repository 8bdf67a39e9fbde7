// The log's signing key: keys/log.key (0600), one line as Go's sumdb/note spells it. Made once; a new key means a new
// log with a new origin (rotate). Called at start and by `countersign audit init`.
#pragma once

#include <filesystem>

#include "publish/log_folder.hpp"
#include "tlog/note.hpp"

namespace countersign::publish {

inline constexpr const char* kKeyFile = "log.key";
inline constexpr const char* kVkeyFile = "log.vkey";
inline constexpr const char* kCheckpointFile = "checkpoint";

/// A name for a log that has none: it says nothing about the installation.
[[nodiscard]] std::string new_origin();

/// The key in `folder`; `not_found` when there is none. A file that others can read is refused.
[[nodiscard]] Result<tlog::SigningKey> read_key(const std::filesystem::path& folder,
                                                const std::string& name = kKeyFile);
/// Makes one, durable; `conflict` when there is one already.
[[nodiscard]] Result<tlog::SigningKey> make_key(const std::filesystem::path& folder, const std::string& origin,
                                                tlog::KeyType type = tlog::KeyType::ed25519,
                                                const std::string& name = kKeyFile);
/// Puts the log in `log` away under a name of its own beside it, and begins a new one of another origin: the same
/// entries will be published under it. Nobody publishes meanwhile. The old key is destroyed: nobody can continue the
/// old log.
[[nodiscard]] Result<tlog::SigningKey> rotate(const std::filesystem::path& keys, const std::filesystem::path& log,
                                              const std::string& origin);

}  // namespace countersign::publish
