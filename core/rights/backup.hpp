// Backup and restore. A backup of the data (database, published log, list of the erased) may be kept for long: its
// texts are sealed. The keys are a backup of their own, with a short life, since old keys open old texts. Whatever is
// restored, the list of the erased that lies in the data folder, in the backup or in a file kept apart is applied:
// nobody who was erased comes back. backup() runs while the gateway serves; restore() before one is started. One thread
// each.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "flow/house.hpp"

namespace countersign::rights {

struct BackupPlan {
  std::filesystem::path data;                 ///< the data folder
  std::filesystem::path into;                 ///< new or empty
  std::optional<std::filesystem::path> keys;  ///< where the keys go, new or empty; absent: they are not backed up
};

struct BackedUp {
  Time made_at{};
  std::int64_t entries = 0;  ///< of the record, in the copy
  std::vector<std::string> files;
};

/// Copies what is durable at this moment, synced, with a manifest of every file's SHA-256. `conflict` when a folder
/// has something in it.
[[nodiscard]] Result<BackedUp> backup(const BackupPlan& plan, Time now);

struct RestorePlan {
  std::filesystem::path from;
  std::optional<std::filesystem::path> keys;    ///< absent: those in the data folder stay
  std::optional<std::filesystem::path> erased;  ///< a newer list of the erased, kept apart
  std::filesystem::path data;                   ///< must hold no database
  bool list_lost = false;                       ///< somebody says that no newer list of the erased exists anywhere
  bool same_log = false;    ///< somebody says that nothing was published after the backup was made
  std::string origin = {};  ///< what the published log is called from here on; "": made from the old name
};

struct Restored {
  Time made_at{};
  std::int64_t entries = 0;
  std::size_t erased = 0;         ///< customers on the lists
  bool newest_list_known = true;  ///< false: only the backup's own list was there
  std::string vkey = {};          ///< of the log that begins, "" when the old one goes on or there is none
};

/// Checks every file against the manifest, puts them in place (the database last) and joins the lists of the erased.
/// Their rows go when the gateway is opened next; their keys too, at once. The published log begins anew under another
/// name, since others may keep what the old one signed after the backup. `conflict` when there is a database already. One
/// that broke off (a crash, a full disk) is begun again by the same call; until then whole() says no.
[[nodiscard]] Result<Restored> restore(const RestorePlan& plan, Time now);

/// An error while a restore into this data folder is not finished: nothing may be opened there.
[[nodiscard]] Status whole(const std::filesystem::path& data);
/// Puts a restore on record, once, when the gateway is first opened after it.
[[nodiscard]] Status record_restore(const House& house, const std::filesystem::path& data);

}  // namespace countersign::rights
