// What `countersign check` asks beyond the configuration: do the policies load, do the plugins open, can the store be
// used.
#include <unistd.h>

#include <set>

#include "app/chat_doors.hpp"
#include "app/commands/gateway_commands.hpp"
#include "app/commands/names.hpp"
#include "app/detectors.hpp"
#include "app/policy_watch.hpp"
#include "app/two_people.hpp"
#include "base/crypto.hpp"
#include "flow/policy/keep_rules.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

/// Who is on call by some document and told by nothing but the ticket.
std::set<std::string> told_by_nobody(const Config& config, const policy::PolicySet& set) {
  std::vector<Notifier> all;
  for (const auto& one : config.notify) all.push_back({one.name, {one.reaches.begin(), one.reaches.end()}, "", "", ""});
  std::set<std::string> untold;
  for (const auto& [queue, staffing] : set.queues())
    for (const auto& call : staffing.on_call) {
      const auto* role = call.is_role ? set.role(call.who) : nullptr;
      const bool listed = role != nullptr && !role->members.empty();
      for (const auto& who : listed ? role->members : std::vector<std::string>{call.who})
        if (notifiers_for(all, {{}, who, queue, "", listed ? call.who : ""}).empty()) untold.insert(who);
    }
  return untold;
}

void check_on_call(const Config& config, const policy::PolicySet& set, std::vector<yaml::Problem>& problems) {
  std::string names;
  for (const auto& who : told_by_nobody(config, set)) names += (names.empty() ? "" : ", ") + who;
  if (names.empty()) return;
  const auto at = config.places.find("notify");
  problems.push_back(
      {at == config.places.end() ? yaml::Place{config.file.string(), 1, 1} : at->second, "C048",
       "on call, but told by the ticket alone: " + names +
           ". Name them (or their role) in `reaches` of a `notify:` block with the webhook of their pager",
       true});
}

/// Whoever can be on call by the documents; `reaches` with another name tells nobody anything.
void check_reaches(const Config& config, const policy::PolicySet& set, std::vector<yaml::Problem>& problems) {
  std::set<std::string> known;
  for (const auto& role : set.roles()) {
    known.insert(role.name);
    known.insert(role.members.begin(), role.members.end());
  }
  for (const auto& [queue, staffing] : set.queues()) {
    known.insert(queue);
    for (const auto& call : staffing.on_call) known.insert(call.who);
  }
  const std::vector<std::string_view> words(known.begin(), known.end());
  for (const auto& one : config.notify)
    for (const auto& name : one.reaches)
      if (!known.contains(name)) {
        const auto near = yaml::nearest(name, words);
        problems.push_back({one.place, "C052",
                            "`reaches` names \"" + name +
                                "\", which no role, queue or on-call list of the policies has; nobody is told by it" +
                                (near.empty() ? "" : ". Did you mean " + near + "?"),
                            true});
      }
}

/// Only where there is a store already: before the first start nobody can be a user.
void check_users(const Config& config, const policy::PolicySet& set, std::vector<yaml::Problem>& problems) {
  const auto database = config.data / "countersign.db";
  std::error_code unknown;
  if (config.store != "sqlite" || !std::filesystem::exists(database, unknown)) return;
  std::string names;
  const auto read =
      store::read_beside(database, [&](store::Session& session) { names = unknown_people(set, session); });
  if (!read || names.empty()) return;
  problems.push_back({{config.policies.string(), 1, 1},
                      "C056",
                      "the policies name people who are no users: " + names +
                          ". Nobody is reached by them and none of them can sign; make them with `countersign user "
                          "add`, or mend the lists",
                      true});
}

/// Said once, since a forgotten block looks the same as a wanted default.
void check_helpdesk(const Config& config, std::vector<yaml::Problem>& problems) {
  if (config.channels.empty() || config.written.contains("helpdesk")) return;
  problems.push_back(
      {{config.file.string(), 1, 1},
       "C054",
       "there is no `helpdesk:`, so what people must answer waits in the built-in desk; write `helpdesk: "
       "{plugin: helpdesk.desk}` if that is meant",
       true});
}

/// What the configuration keeps, against what the packs ask.
void check_keep(const Config& config, const policy::PolicySet& set, std::vector<yaml::Problem>& problems) {
  for (const auto& period : policy::periods(config.keep.after, policy::keep_rules(set))) {
    if (period.warning.empty()) continue;
    const auto at = config.keep.places.find(period.what);
    problems.push_back({at == config.keep.places.end() ? yaml::Place{config.file.string(), 1, 1} : at->second, "C057",
                        period.warning, true});
  }
}

void check_policies(const Config& config, std::vector<yaml::Problem>& problems) {
  if (config.policies.empty()) return;
  const auto loaded = policy::PolicySet::load(config.policies, SystemClock().now());
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (!loaded.ok() && loaded.problems.empty())
    problems.push_back(
        {{config.file.string(), 1, 1}, "C042", "policies: " + config.policies.string() + " holds no policies", false});
  check_helpdesk(config, problems);
  if (!loaded.ok()) return;
  check_on_call(config, *loaded.set, problems);
  check_officers(config, *loaded.set, problems);
  check_reaches(config, *loaded.set, problems);
  check_users(config, *loaded.set, problems);
  check_keep(config, *loaded.set, problems);
  const auto configured = configured_in(config);
  for (auto& one : policy::names_nobody_has(policy::mentions_of(loaded, config.policies), &configured))
    problems.push_back(std::move(one));
}

/// Also for a configuration with errors, so that one run says everything; connect() leaves blocks closed whose settings
/// have errors.
void check_plugins(const Config& config, std::vector<yaml::Problem>& problems) {
  if (config.written.empty()) return;  // it could not be read at all, and nothing of it is known
  std::vector<plugin::Allowed> allow;
  for (const auto& one : config.plugins.allow) allow.push_back({one.id, one.sha256});
  const auto scratch = std::filesystem::temp_directory_path() / ("countersign-check-" + std::to_string(::getpid()));
  const auto registry = plugin::Registry::scan(config.plugins.folder, scratch, allow);
  for (const auto& problem : registry.problems())
    problems.push_back({{config.file.string(), 1, 1}, "C043", problem, true});
  // The real secrets belong to the key store, which a check leaves alone.
  const auto connectors =
      connect(config, registry, problems, [](const std::string& channel) { return crypto::sha256_hex(channel); });
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  if (config.policies.empty()) return;
  if (const auto loaded = policy::PolicySet::load(config.policies, SystemClock().now()); loaded.ok())
    check_kinds(loaded.set->detection(), *connectors.detectors, config, problems);
}

void check_data(const Config& config, std::vector<yaml::Problem>& problems) {
  if (config.data.empty()) return;
  const auto told = [&](const std::string& what) {
    const auto at = config.places.find("data");
    problems.push_back({at == config.places.end() ? yaml::Place{config.file.string(), 1, 1} : at->second, "C044",
                        "data: " + what + ": choose another folder, or let this user write there", false});
  };
  std::error_code error;
  auto there = config.data;  // or the nearest of its parents that is
  while (!std::filesystem::exists(there, error) && there.has_relative_path()) there = there.parent_path();
  if (!std::filesystem::is_directory(there, error)) return told(there.string() + " is a file, not a folder");
  // Tried, since permissions do not tell it all: a file system may be read-only, or take no folders.
  const auto trial = there / ("countersign-check-" + std::to_string(::getpid()));
  if (!std::filesystem::create_directory(trial, error))
    return told(there.string() + " cannot be written to (" + error.message() + ")");
  std::filesystem::remove(trial, error);
}

/// The pair that TLS would be spoken with, as the server would read it at its start.
void check_tls(const Config& config, std::vector<yaml::Problem>& problems) {
  constexpr std::chrono::days kTimeToRenew{14};
  const auto& front = config.front;
  if (!front.tls || front.tls->certificate.empty() || front.tls->key.empty()) return;
  const auto look = http::look_at(*front.tls);
  const auto now = SystemClock().now();
  if (!look.certificate.ok())
    problems.push_back({front.certificate_place, "C049", "tls: " + look.certificate.error().message, false});
  else if (look.ends && *look.ends - now < kTimeToRenew)
    problems.push_back({front.certificate_place, "C049",
                        "tls: " + front.tls->certificate.string() + ": this certificate expires in " +
                            in_words(*look.ends - now) + "; get a new one, the running server takes it up by itself",
                        true});
  if (!look.key.ok()) problems.push_back({front.key_place, "C049", "tls: " + look.key.error().message, false});
}

}  // namespace

std::vector<std::function<void(const Config&, std::vector<yaml::Problem>&)>> check_parts() {
  return {check_plugins, check_policies, check_data, check_tls};
}

}  // namespace countersign::app
