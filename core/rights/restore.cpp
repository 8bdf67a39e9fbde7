#include <fstream>

#include "base/json.hpp"
#include "flow/state/changes.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "rights/backup.hpp"
#include "rights/backup_files.hpp"
#include "store/copy.hpp"
#include "store/erased_list.hpp"
#include "store/keys.hpp"

namespace countersign::rights {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDraft = ".restoring";
constexpr std::string_view kUnfinished = "restore.unfinished";  ///< there from the first change to the last
constexpr std::string_view kRestoreDone = "restore.done";       ///< until the record tells of it

/// The name under which a file is written before it takes its place: a restore that breaks off leaves no half file.
Status put(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  const auto draft = fs::path(to.string() + std::string(kDraft));
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
    const auto other = store::ErasedList::copy_of(path);
    if (!other) return other.error();
    if (const auto added = (*list)->add(**other); !added) return added.error();
  }
  return (*list)->all().size();
}

/// What a restore that broke off put there goes, so that the next one finds a folder as the first did.
Status clear_unfinished(const fs::path& data) {
  if (!fs::exists(data / kUnfinished)) return {};
  std::error_code failed;
  for (const auto* name : {"audit", "countersign.db", "countersign.db-wal", "countersign.db-shm"})
    if (!failed) fs::remove_all(data / name, failed);
  std::error_code none;
  for (const auto& file :
       fs::directory_iterator(data / "keys", none))  // half of old keys: nobody would look at it again
    if (file.path().extension() == kDraft && !failed) fs::remove(file.path(), failed);
  return failed ? Status(cannot_use(data, failed)) : Status();
}

/// "log.example/support" -> "log.example/support/restored-20261123T100000Z"; an earlier such end is replaced.
std::string origin_after(const std::string& origin, Time now) {
  constexpr std::string_view kEnd = "/restored-";
  auto digits = to_rfc3339(now).substr(0, 19);
  std::erase_if(digits, [](char c) { return c == '-' || c == ':'; });
  return origin.substr(0, origin.find(kEnd)) + std::string(kEnd) + digits + "Z";
}

/// What was published after the backup is gone from here and may be kept elsewhere: nobody may sign another history
/// under the old name.
Result<std::string> begin_another_log(const RestorePlan& plan, Time now) {
  const auto place = publish::place_in(plan.data);
  const auto key = publish::read_key(place.keys);
  if (!key && key.error().fault == Fault::not_found) return std::string();  // nothing was ever published
  if (!key) return key.error();
  auto name = plan.origin.empty() ? origin_after(key->verifier().name, now) : plan.origin;
  // A restore that broke off had begun one of this name; a key needs a name of its own.
  for (int other = 2; name == key->verifier().name; ++other) name += "-" + std::to_string(other);
  const auto made = publish::rotate(place.keys, place.log, name);
  if (!made) return made.error();
  return made->verifier().text();
}

Status write_mark(const fs::path& data, const Manifest& manifest) {
  const auto mark = data / kUnfinished;
  std::ofstream out(mark, std::ios::binary);
  out << json::dump(json::Object{{"made_at", to_rfc3339(manifest.made_at)}, {"entries", manifest.entries}}) << "\n";
  out.close();
  if (!out) return Error{Fault::unavailable, mark.string() + " cannot be written; check the disk"};
  return store::sync_folder(data);
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
    return Error{
        Fault::conflict,
        "whoever was erased after this backup was made would come back: name the newest erased.list with --erased "
        "FILE; only where no copy of it is left anywhere, say --list-lost"};
  if (!plan.keys && !fs::exists(plan.data / "keys" / "keys.db"))
    return Error{Fault::not_found, "there are no keys in " + (plan.data / "keys").string() +
                                       ": name their backup with --keys, without them no text can be read"};
  return {};
}

}  // namespace

Result<Restored> restore(const RestorePlan& plan, Time now) {
  if (const auto cleared = clear_unfinished(plan.data); !cleared) return cleared.error();
  if (const auto may = free_to_restore(plan); !may) return may.error();
  const auto manifest = checked(plan.from);
  if (!manifest) return manifest.error();
  if (plan.keys)
    if (const auto keys = checked(*plan.keys); !keys) return keys.error();
  Restored done{manifest->made_at, manifest->entries, 0, plan.erased.has_value() || fs::exists(plan.data / kErased)};
  const auto erased = join_lists(plan);  // first: from here on nothing of theirs can be opened by accident
  if (!erased) return erased.error();
  done.erased = *erased;
  if (const auto marked = write_mark(plan.data, *manifest); !marked) return marked.error();
  if (plan.keys)
    if (const auto restored = restore_keys(*plan.keys, plan.data); !restored) return restored.error();
  if (const auto keys = store::Keys::open(plan.data / "keys"); !keys) return keys.error();  // which applies the list
  for (const auto& name : manifest->files)
    if (name != kDatabase && name != kErased)
      if (const auto restored = put(plan.from / name, plan.data / name); !restored) return restored.error();
  if (const auto restored = put(plan.from / kDatabase, plan.data / kDatabase); !restored) return restored.error();
  if (!plan.same_log) {
    auto vkey = begin_another_log(plan, now);
    if (!vkey) return vkey.error();
    done.vkey = std::move(*vkey);
  }
  std::error_code failed;
  fs::rename(plan.data / kUnfinished, plan.data / kRestoreDone, failed);
  if (failed) return cannot_use(plan.data, failed);
  if (const auto synced = store::sync_folder(plan.data); !synced) return synced.error();
  return done;
}

Status whole(const fs::path& data) {
  if (!fs::exists(data / kUnfinished)) return {};
  return Error{Fault::unavailable, data.string() +
                                       ": a restore into this folder broke off; run the same `countersign "
                                       "restore` again, nothing is lost by it"};
}

Status record_restore(const House& house, const fs::path& data) {
  const auto mark = data / kRestoreDone;
  if (!fs::exists(mark)) return {};
  const auto facts = json::parse(slurp(mark));
  Changes changes(house);
  audit::Entry entry;
  entry.kind = audit::Kind::backed_up;
  entry.actor = "system";
  entry.reason = "a backup was restored: what came after it is not in this record";
  if (facts && facts->object() != nullptr) entry.more = {{"restored", *facts}};
  changes.record(std::move(entry));
  if (const auto kept = changes.commit(); !kept) return kept;
  std::error_code failed;
  fs::remove(mark, failed);
  return failed ? Status(cannot_use(data, failed)) : store::sync_folder(data);
}

}  // namespace countersign::rights
