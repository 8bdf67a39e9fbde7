#include "app/generations.hpp"

#include <algorithm>

#include "app/detectors.hpp"
#include "app/gateway.hpp"
#include "app/generation_words.hpp"
#include "app/last_run.hpp"
#include "base/log.hpp"
#include "plugin/crash_trace.hpp"
#include "plugin/under_way.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

/// Names, sizes and times of the plugin files: cheap enough for every look at the health.
std::string fingerprint(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".so") continue;
    files.push_back(at->path().filename().string() + " " + std::to_string(at->file_size(error)) + " " +
                    std::to_string(at->last_write_time(error).time_since_epoch().count()));
  }
  std::sort(files.begin(), files.end());
  std::string all;
  for (const auto& file : files) all += file + "\n";
  return all;
}

/// The same of what detectors read when they opened: another list of words is another detector.
std::string read_by(const detect::Plugged& detectors) {
  std::string all;
  std::error_code error;
  for (const auto& detector : detectors.all())
    for (const auto& file : detector->reads())
      all += file.string() + " " + std::to_string(fs::file_size(file, error)) + " " +
             std::to_string(fs::last_write_time(file, error).time_since_epoch().count()) + "\n";
  return all;
}

plugin::Registry scan(const Config& config, const fs::path& data) {
  std::vector<plugin::Allowed> allow;
  for (const auto& one : config.plugins.allow) allow.push_back({one.id, one.sha256});
  return plugin::Registry::scan(config.plugins.folder, data / "plugins", allow, plugin::crashers(crash_trace_of(data)));
}

std::vector<std::string> errors_in(const std::vector<yaml::Problem>& problems) {
  std::vector<std::string> lines;
  for (const auto& problem : problems)
    if (!problem.warning) lines.push_back(yaml::to_line(problem));
  return lines;
}

/// A channel that is back may deliver what waited for it: nobody need look after that any more.
void close_cases_of(store::Session& session, const Connectors& connectors, Time now) {
  std::int64_t closed = 0;
  for (const auto& [name, channel] : connectors.channels)
    closed += session.run(
        "UPDATE owned_case SET state='closed' WHERE kind='channel_missing' AND state='open' AND conversation IN "
        "(SELECT id FROM conversation WHERE channel=$1)",
        {name});
  if (closed == 0) return;
  audit::Entry entry;
  entry.kind = audit::Kind::case_closed;
  entry.at = now;
  entry.actor = "system";
  entry.reason = "the missing channel is configured again";
  entry.more = {{"cases", closed}};
  audit::record(session, entry);
}

}  // namespace

/// Everything that a reload has made and not yet put in force.
struct Generations::Next {
  Config config;
  plugin::Registry registry;
  std::string seen;
  std::shared_ptr<Connectors> connectors;
  std::vector<std::function<void()>> others;
};

Generations::Next Generations::prepare(LoadedConfig loaded, PolicyWatch::Change& policies,
                                       std::vector<yaml::Problem>& problems) {
  Next next;
  problems = std::move(loaded.problems);
  next.config = std::move(loaded.readable);
  if (next.config.written.empty()) return next;  // not even YAML
  next.seen = fingerprint(next.config.plugins.folder);
  next.registry = scan(next.config, config_.data);
  next.connectors = std::make_shared<Connectors>(connect(next.config, next.registry, problems, secret_));
  next.seen += read_by(*next.connectors->detectors);
  next.connectors->generation = connectors_.get()->generation + 1;
  problems.insert(problems.end(), policies.loaded.problems.begin(), policies.loaded.problems.end());
  if (!policies.loaded.ok() && policies.loaded.problems.empty())
    problems.push_back({next.config.places["policies"], "C042",
                        "policies: " + policies.folder.string() + " holds no policies", false});
  if (policies.loaded.ok())
    check_kinds(policies.loaded.set->detection(), *next.connectors->detectors, next.config, problems);
  if (!errors_in(problems).empty()) return next;
  for (const auto& prepare : prepare_) {
    auto other = prepare(next.config);
    if (other)
      next.others.push_back(std::move(*other));
    else
      problems.push_back({{next.config.file.string(), 1, 1}, "C046", other.error().message, false});
  }
  return next;
}

Status Generations::first() {
  if (const auto traced = plugin::trace_crashes_into(crash_trace_of(config_.data)); !traced)
    log::warning("crashes_not_traced", {{"why", traced.error().message}});
  Next next;
  next.config = config_;
  next.seen = fingerprint(config_.plugins.folder);
  next.registry = scan(config_, config_.data);
  for (const auto& problem : next.registry.problems()) log::warning("plugin_left_out", {{"why", problem}});
  std::vector<yaml::Problem> problems;
  next.connectors = std::make_shared<Connectors>(connect(config_, next.registry, problems, secret_));
  next.seen += read_by(*next.connectors->detectors);
  next.connectors->generation = 1;
  check_kinds(policies_.in_force()->detection(), *next.connectors->detectors, config_, problems);
  std::string lines;
  for (const auto& line : errors_in(problems)) lines += (lines.empty() ? "" : "\n") + line;
  if (!lines.empty()) return Error{Fault::invalid, lines};
  if (const auto kept = commit(next, nullptr, ""); !kept) return kept;
  policies_.look_with(next.connectors->detectors);
  put_in_force(std::move(next));
  return {};
}

Reloaded Generations::reload(const std::string& actor) {
  const std::lock_guard turn(turn_);
  try {
    auto loaded = load_config(config_.file, config_.environment);
    const auto folder = loaded.readable.policies.empty() ? config_.policies : loaded.readable.policies;
    auto policies = policies_.begin(folder);
    std::vector<yaml::Problem> problems;
    auto next = prepare(std::move(loaded), policies, problems);
    if (auto errors = errors_in(problems); !errors.empty()) {
      const bool policies_alone = errors == errors_in(policies.loaded.problems) && nothing_new(next);
      return refuse(std::move(errors), actor, policies_alone);
    }
    if (const auto kept = commit(next, &policies, actor); !kept) return refuse({kept.error().message}, actor);

    Reloaded done{true, next.connectors->generation, {}};
    done.lines = changes_in_words({config_, registry_}, {next.config, next.registry});
    for (const auto& problem : next.registry.problems()) done.lines.push_back("left out: " + problem);
    for (const auto& line : needs_restart(config_, next.config)) done.lines.push_back(line);
    policies_.take_over(policies, next.connectors->detectors);
    const auto others = std::move(next.others);
    put_in_force(std::move(next));
    for (const auto& other : others) other();
    log::info("generation_in_force", {{"generation", static_cast<std::int64_t>(done.generation)}});
    for (const auto& line : done.lines) log::info("reloaded", {{"what", line}});
    return done;
  } catch (const std::exception& problem) {
    return refuse({std::string("an internal error while reloading: ") + problem.what()}, actor);
  }
}

Status Generations::commit(const Next& next, const PolicyWatch::Change* policies, const std::string& actor) {
  return store_.commit([&](store::Session& session) {
    const Time now = clock_.now();
    record_plugins(session, next.registry, now);
    close_cases_of(session, *next.connectors, now);
    if (policies == nullptr) return;
    policies_.record(session, *policies);
    note_channels(session, *next.connectors);
    audit::Entry entry;
    entry.kind = audit::Kind::config_changed;
    entry.at = now;
    entry.actor = actor;
    entry.reason = "reloaded";
    entry.more = {{"generation", static_cast<std::int64_t>(next.connectors->generation)}};
    for (const auto& one : next.registry.all()) entry.more.insert_or_assign("plugin:" + one->id(), one->digest());
    audit::record(session, entry);
  });
}

bool Generations::nothing_new(const Next& next) const {
  return changes_in_words({config_, registry_}, {next.config, next.registry}).empty() &&
         next.config.policies == config_.policies;
}

void Generations::policies_mended() {
  const std::lock_guard lock(mutex_);
  if (policies_alone_) refused_.clear();
}

Reloaded Generations::refuse(std::vector<std::string> lines, const std::string& actor, bool policies_alone) {
  const auto generation = connectors_.get()->generation;
  for (const auto& line : lines) log::error("reload_refused", {{"why", line}});
  const auto recorded = store_.commit([&](store::Session& session) {
    audit::Entry entry;
    entry.kind = audit::Kind::config_refused;
    entry.at = clock_.now();
    entry.actor = actor;
    entry.reason = "reload refused; what is in force stays";
    entry.more = {{"generation", static_cast<std::int64_t>(generation)},
                  {"problems", static_cast<std::int64_t>(lines.size())}};
    audit::record(session, entry);
  });
  if (!recorded) log::error("not_recorded", {{"why", recorded.error().message}});
  const std::lock_guard lock(mutex_);
  policies_alone_ = policies_alone;
  refused_ = "the last reload was refused (" + std::to_string(lines.size()) +
             (lines.size() == 1 ? " problem" : " problems") + "); generation " + std::to_string(generation) +
             " stays in force; `countersign check` says what to mend";
  return {false, generation, std::move(lines)};
}

void Generations::put_in_force(Next next) {
  // What only a restart changes stays as it runs, so that every reload until then says so again.
  Config kept = next.config;
  for (const auto& key : restart_keys(config_, next.config)) {
    if (const auto was = config_.written.find(key); was != config_.written.end())
      kept.written[key] = was->second;
    else
      kept.written.erase(key);
  }
  kept.file = config_.file;
  kept.data = config_.data;
  kept.store = config_.store;
  config_ = std::move(kept);
  connectors_.set(std::move(next.connectors));
  const std::lock_guard lock(mutex_);
  folder_ = config_.plugins.folder;
  registry_ = std::move(next.registry);
  seen_ = std::move(next.seen);
  refused_.clear();
}

std::vector<std::string> Generations::complaints() const {
  const auto connectors = connectors_.get();
  std::vector<std::string> all;
  for (const auto& call : plugin::late_calls()) all.push_back(in_words(call));
  for (const auto& [target, why] : connectors->left_out) all.push_back(target + ": " + why);
  const auto ask = [&](const std::string& target, const auto& face) {
    if (auto said = face.complaint(); !said.empty()) all.push_back(target + ": " + said);
  };
  for (const auto& [name, channel] : connectors->channels) ask("channel:" + name, *channel.plugin);
  for (const auto& model : connectors->models) ask("model:" + model->name(), *model);
  for (const auto& lookup : connectors->lookups) ask("lookup:" + lookup.plugin->name(), *lookup.plugin);
  for (const auto& detector : connectors->detectors->all()) ask("detector:" + detector->name(), *detector);
  if (connectors->helpdesk) ask("helpdesk", *connectors->helpdesk);
  return all;
}

void Generations::on_reload(Prepare prepare) {
  const std::lock_guard turn(turn_);
  prepare_.push_back(std::move(prepare));
}

std::string Generations::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

std::vector<std::pair<std::string, std::string>> Generations::plugins() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& one : registry_.all()) all.emplace_back(one->id(), one->digest());
  return all;
}

std::string Generations::differs() const {
  const std::lock_guard lock(mutex_);
  if (fingerprint(folder_) + read_by(*connectors_.get()->detectors) == seen_) return "";
  return "the files in " + folder_.string() +
         " (or what detectors read) changed after they were loaded; `countersign reload` takes them up";
}

}  // namespace countersign::app
