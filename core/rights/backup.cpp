#include "rights/backup.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "store/copy.hpp"
#include "store/erased_list.hpp"
#include "store/keys.hpp"
#include "store/sqlite.hpp"

namespace countersign::rights {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifest = "manifest.json";
constexpr std::string_view kDatabase = "countersign.db";
constexpr std::string_view kErased = "erased.list";

/// SHA-256 of a file, which may be larger than the memory; "" when it cannot be read.
std::string digest_of(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  struct stat facts {};
  std::string digest;
  if (::fstat(file, &facts) == 0) {
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* const bytes = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes != MAP_FAILED) digest = crypto::sha256_hex({static_cast<const char*>(bytes), size});
    if (bytes != nullptr && bytes != MAP_FAILED) ::munmap(bytes, size);
  }
  ::close(file);
  return digest;
}

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Error cannot_use(const fs::path& folder, const std::error_code& why) {
  return {Fault::unavailable, folder.string() + ": this folder cannot be used (" + why.message() + ")"};
}

Status make_empty(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  if (failed) return cannot_use(folder, failed);
  const bool empty = fs::is_empty(folder, failed);
  if (failed) return cannot_use(folder, failed);
  if (empty) return {};
  return Error{Fault::conflict, folder.string() + " is not empty: a backup is made into a folder of its own"};
}

/// Regular files below `folder`, as paths relative to it, in order; the checkpoint first: what is added to the log
/// while it is copied then lies beyond it.
std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (fs::recursive_directory_iterator at(folder, none), end; !none && at != end; at.increment(none))
    if (at->is_regular_file(none)) files.push_back(fs::relative(at->path(), folder, none));
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    return std::pair(a != "checkpoint", a) < std::pair(b != "checkpoint", b);
  });
  return files;
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

/// What is in a folder, each with its digest; written last, so that a backup that broke off has none.
Status write_manifest(const fs::path& folder, Time now, std::int64_t entries, std::vector<std::string>& names) {
  json::Object files;
  for (const auto& file : files_below(folder)) {
    files[file.string()] = digest_of(folder / file);
    names.push_back(file.string());
  }
  const auto text = json::dump(json::Object{
      {"countersign_backup", 1}, {"made_at", to_rfc3339(now)}, {"entries", entries}, {"files", std::move(files)}});
  const auto draft = folder / "manifest.draft";
  std::ofstream(draft, std::ios::binary) << text << "\n";
  if (const auto kept = store::copy_file(draft, folder / kManifest); !kept) return kept;
  fs::remove(draft);
  return store::sync_folder(folder);
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

struct Manifest {
  Time made_at{};
  std::int64_t entries = 0;
  std::vector<std::string> files;
};

/// Every file is there and is what it was.
Result<Manifest> checked(const fs::path& folder) {
  const auto manifest = json::parse(slurp(folder / kManifest));
  const auto* files = manifest ? manifest->find("files") : nullptr;
  const auto made_at = manifest ? from_rfc3339(manifest->text("made_at")) : std::nullopt;
  if (files == nullptr || files->object() == nullptr || !made_at)
    return Error{Fault::not_found, folder.string() + " holds no whole backup: its manifest.json is missing or damaged"};
  Manifest found{*made_at, 0, {}};
  if (const auto* entries = manifest->find("entries"); entries != nullptr && entries->integer() != nullptr)
    found.entries = *entries->integer();
  for (const auto& [name, digest] : *files->object()) {
    if (fs::path(name).is_absolute() || name.find("..") != std::string::npos || digest.string() == nullptr)
      return Error{Fault::invalid, folder.string() + ": its manifest names a file outside of it"};
    if (digest_of(folder / name) != *digest.string())
      return Error{Fault::invalid, (folder / name).string() +
                                       " is missing or was altered since the backup was made; take another backup"};
    found.files.push_back(name);
  }
  return found;
}

/// The name under which a file is written before it takes its place: a restore that breaks off leaves no half file.
Status put(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  const auto draft = fs::path(to.string() + ".restoring");
  fs::remove(draft, failed);
  if (const auto copied = store::copy_file(from, draft); !copied) return copied;
  fs::rename(draft, to, failed);
  if (failed) return cannot_use(to.parent_path(), failed);
  return store::sync_folder(to.parent_path());
}

Status restore_keys(const fs::path& from, const fs::path& data) {
  const auto manifest = checked(from);
  if (!manifest) return manifest.error();
  std::error_code failed;
  fs::create_directories(data / "keys", failed);
  if (!failed) fs::permissions(data / "keys", fs::perms::owner_all, failed);
  if (failed) return cannot_use(data / "keys", failed);
  for (const auto* end : {"keys.db-wal", "keys.db-shm"}) fs::remove(data / "keys" / end, failed);
  for (const auto& name : manifest->files)
    if (const auto done = put(from / name, data / "keys" / name); !done) return done;
  return {};
}

/// All lists become the one in the data folder.
Result<std::size_t> join_lists(const RestorePlan& plan) {
  std::error_code failed;
  if (fs::create_directories(plan.data, failed)) fs::permissions(plan.data, fs::perms::owner_all, failed);
  if (failed) return cannot_use(plan.data, failed);
  auto list = store::ErasedList::open(plan.data / kErased);
  if (!list) return list.error();
  std::vector<fs::path> others{plan.from / kErased};
  if (plan.erased) others.push_back(*plan.erased);
  for (const auto& path : others) {
    const auto other = store::ErasedList::open(path);
    if (!other) return other.error();
    if (const auto added = (*list)->add(**other); !added) return added.error();
  }
  return (*list)->all().size();
}

Status free_to_restore(const RestorePlan& plan) {
  if (fs::exists(plan.data / kDatabase) || fs::exists(plan.data / "countersign.db-wal"))
    return Error{Fault::conflict, (plan.data / kDatabase).string() +
                                      " is there: move it and the folder audit/ away first (erased.list must stay)"};
  if (fs::exists(plan.data / "audit"))
    return Error{Fault::conflict, (plan.data / "audit").string() + " is there: move it away first"};
  if (plan.erased && !fs::exists(*plan.erased))
    return Error{Fault::not_found, plan.erased->string() + ": there is no such list of the erased"};
  if (!plan.erased && !plan.list_lost && !fs::exists(plan.data / kErased))
    return Error{Fault::conflict,
                 "whoever was erased after this backup was made would come back: name the newest erased.list with --erased "
                 "FILE; only where no copy of it is left anywhere, say --list-lost"};
  if (!plan.keys && !fs::exists(plan.data / "keys" / "keys.db"))
    return Error{Fault::not_found, "there are no keys in " + (plan.data / "keys").string() +
                                       ": name their backup with --keys, without them no text can be read"};
  return {};
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

Result<Restored> restore(const RestorePlan& plan) {
  if (const auto may = free_to_restore(plan); !may) return may.error();
  const auto manifest = checked(plan.from);
  if (!manifest) return manifest.error();
  Restored done{manifest->made_at, manifest->entries, 0, plan.erased.has_value() || fs::exists(plan.data / kErased)};
  const auto erased = join_lists(plan);  // first: from here on nothing of theirs can be opened by accident
  if (!erased) return erased.error();
  done.erased = *erased;
  if (plan.keys)
    if (const auto restored = restore_keys(*plan.keys, plan.data); !restored) return restored.error();
  if (const auto keys = store::Keys::open(plan.data / "keys"); !keys) return keys.error();  // which applies the list
  for (const auto& name : manifest->files)
    if (name != kDatabase && name != kErased)
      if (const auto restored = put(plan.from / name, plan.data / name); !restored) return restored.error();
  if (const auto restored = put(plan.from / kDatabase, plan.data / kDatabase); !restored) return restored.error();
  return done;
}

}  // namespace countersign::rights
