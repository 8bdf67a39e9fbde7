// `countersign backup` and `restore`.
#include "rights/backup.hpp"

#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "flow/state/changes.hpp"
#include "store/lock.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

Status record_backup(const House& house, const std::string& actor, bool keys) {
  Changes changes(house);
  audit::Entry entry;
  entry.kind = audit::Kind::backed_up;
  entry.actor = actor;
  entry.more = {{"keys", keys}};
  changes.record(std::move(entry));
  return changes.commit();
}

int make_backup(const Call& call, Services& services) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  std::string actor = "local";  // whoever may reach the control socket may read the data folder as well
  if (!call.token.empty()) {
    const auto who = caller(call, services, users::Action::configure);
    if (!who) return 2;
    actor = "user:" + who->user;
  }
  rights::BackupPlan plan{services.config.data, call.command.text("DIR"), {}};
  if (call.command.has("--keys")) plan.keys = call.command.text("--keys");
  if (const auto recorded = record_backup(services.gateway->house(), actor, plan.keys.has_value()); !recorded)
    return cannot(call.err, recorded.error().message);
  const auto done = rights::backup(plan, services.clock.now());
  if (!done) return cannot(call.err, done.error().message);
  call.out << "backed up: " << done->files.size() << " files, " << done->entries << " entries of the record, into "
           << plan.into.string() << "\n";
  if (plan.keys)
    call.out << "the keys are in " << plan.keys->string()
             << ": keep them elsewhere and not for long, since old keys open old texts\n";
  else
    call.out << "the keys are not in it: back them up with --keys DIR, elsewhere and not for long\n";
  return 0;
}

int put_back(const Call& call) {
  const auto loaded = load_config(call.command.text("--config"));
  const auto& data = loaded.readable.data;
  if (data.empty()) return cannot(call.err, "the configuration names no data folder: correct `data`");
  std::error_code failed;
  if (fs::create_directories(data, failed)) fs::permissions(data, fs::perms::owner_all, failed);
  const auto lock = store::FolderLock::take(data);
  if (!lock) return cannot(call.err, lock.error().message);
  rights::RestorePlan plan{call.command.text("DIR"), {}, {}, data, call.command.has("--list-lost")};
  plan.same_log = call.command.has("--same-log");
  plan.origin = call.command.text("--origin");
  if (call.command.has("--keys")) plan.keys = call.command.text("--keys");
  if (call.command.has("--erased")) plan.erased = call.command.text("--erased");
  const auto done = rights::restore(plan, SystemClock().now());
  if (!done) return cannot(call.err, done.error().message);
  call.out << "restored: the state of " << to_rfc3339(done->made_at) << ", " << done->entries
           << " entries of the record; " << done->erased
           << (done->erased == 1 ? " erased customer stays erased\n" : " erased customers stay erased\n");
  if (!done->newest_list_known)
    call.out
        << "Whoever was erased after this backup was made is not known here: look into the record of erasures and erase "
           "them again\n";
  if (!done->vkey.empty())
    call.out
        << "entries made after the backup are lost, and others may keep what was signed of them: so a log begins under "
           "a new name,\nthe old one lies beside it. Give this key to whoever verifies it (and write the name into "
           "`audit: {origin: …}` if that is set):\n"
        << done->vkey << "\n";
  return 0;
}

}  // namespace

CommandTable backup_commands() {
  return {
      {"backup",
       "copy the data while the gateway serves; the keys only where --keys says",
       "countersign backup /backup/2026-11-23 --keys /safe/2026-11-23 --config FILE",
       {{"DIR", "a new or empty folder", "", true, false, true},
        {"--keys", "a new or empty folder for the keys, kept elsewhere and not for long", "DIR", false, false, true}},
       {},
       make_backup},
      {"restore",
       "put a backup in place of a lost data folder; erased customers stay erased",
       "countersign restore /backup/2026-11-23 --keys /safe/2026-11-23 --erased newest/erased.list --config FILE",
       {{"DIR", "the backup", "", true, false, true},
        {"--keys", "the backup of the keys; without it those in the data folder stay", "DIR", false, false, true},
        {"--erased", "the newest list of the erased; needed where none is in the data folder", "FILE", false, false,
         true},
        {"--list-lost", "no newer list of the erased is left anywhere: whoever was erased since may come back"},
        {"--origin", "what the published log is called from here on; without it a name made from the old one", "NAME"},
        {"--same-log", "nothing was published after this backup, so the published log goes on under its name"},
        {"--config", "the configuration of the installation", "FILE", true, false, true}},
       put_back,
       {}}};
}

}  // namespace countersign::app
