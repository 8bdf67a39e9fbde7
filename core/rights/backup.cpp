#include "rights/backup.hpp"

#include "rights/backup_files.hpp"
#include "store/copy.hpp"
#include "store/sqlite.hpp"

namespace countersign::rights {
namespace {

namespace fs = std::filesystem;

Status make_empty(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  if (failed) return cannot_use(folder, failed);
  const bool empty = fs::is_empty(folder, failed);
  if (failed) return cannot_use(folder, failed);
  if (empty) return {};
  return Error{Fault::conflict, folder.string() + (fs::exists(folder / kManifest)
                                                       ? " is not empty: a backup is made into a folder of its own"
                                                       : " is not empty and no whole backup: if one broke off there, "
                                                         "delete it; else name a folder of its own")};
}

Status copy_tree(const fs::path& from, const fs::path& to) {
  for (const auto& file : files_below(from)) {
    std::error_code failed;
    fs::create_directories((to / file).parent_path(), failed);
    if (failed) return cannot_use(to, failed);
    if (const auto copied = store::copy_file(from / file, to / file); !copied) {
      if (!fs::exists(from / file)) continue;  // a partial tile that its whole one replaced meanwhile
      return copied;
    }
    if (const auto synced = store::sync_folder((to / file).parent_path()); !synced) return synced;
  }
  return {};
}

Result<std::int64_t> entries_of(const fs::path& database) {
  std::int64_t entries = 0;
  const auto read = store::read_beside(database, [&](store::Session& session) {
    session.first("SELECT count(*) FROM entry", {}, [&](const store::Row& row) { entries = row.integer(0); });
  });
  if (!read) return read.error();
  return entries;
}

Status copy_keys(const fs::path& data, const fs::path& into, Time now) {
  if (const auto made = make_empty(into); !made) return made;
  if (const auto copied = store::copy_database(data / "keys" / "keys.db", into / "keys.db"); !copied) return copied;
  for (const auto& file : files_below(data / "keys")) {  // the master key, the key that signs the log
    if (file.string().starts_with("keys.db")) continue;
    if (const auto copied = store::copy_file(data / "keys" / file, into / file); !copied) return copied;
  }
  std::vector<std::string> names;
  return write_manifest(into, now, 0, names);
}

}  // namespace

Result<BackedUp> backup(const BackupPlan& plan, Time now) {
  if (const auto made = make_empty(plan.into); !made) return made.error();
  // The log before the database, so that it never knows more than the database; the keys after it, so that they open
  // every row of it; the list of the erased last of all.
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(plan.data, none)) {  // logs of earlier names too: audit.1 and so on
    const auto name = entry.path().filename().string();
    if (!entry.is_directory() || (name != "audit" && !name.starts_with("audit."))) continue;
    if (const auto copied = copy_tree(entry.path(), plan.into / name); !copied) return copied.error();
  }
  if (const auto copied = store::copy_database(plan.data / kDatabase, plan.into / kDatabase); !copied)
    return copied.error();
  if (plan.keys)
    if (const auto copied = copy_keys(plan.data, *plan.keys, now); !copied) return copied.error();
  if (fs::exists(plan.data / kErased))
    if (const auto copied = store::copy_file(plan.data / kErased, plan.into / kErased); !copied) return copied.error();
  const auto entries = entries_of(plan.into / kDatabase);
  if (!entries) return entries.error();
  BackedUp done{now, *entries, {}};
  if (const auto kept = write_manifest(plan.into, now, *entries, done.files); !kept) return kept.error();
  return done;
}

}  // namespace countersign::rights
