#include "app/policy_watch.hpp"

#include <algorithm>
#include <set>

#include "app/detectors.hpp"
#include "base/log.hpp"
#include "flow/audit/entry.hpp"
#include "flow/detect/detectors.hpp"

namespace countersign::app {
namespace {
constexpr std::chrono::seconds kLookEvery{1};

void record(store::Session& session, audit::Kind kind, Time now, json::Object more, const std::string& reason) {
  audit::Entry entry;
  entry.kind = kind;
  entry.at = now;
  entry.actor = "system";
  entry.reason = reason;
  entry.more = std::move(more);
  audit::record(session, entry);
}

}  // namespace

std::string unknown_people(const policy::PolicySet& set, store::Session& session) {
  std::set<std::string> named;
  for (const auto& role : set.roles()) named.insert(role.members.begin(), role.members.end());
  for (const auto& [id, staffing] : set.queues())
    for (const auto& call : staffing.on_call)
      if (!call.is_role) named.insert(call.who);
  if (named.empty()) return "";
  session.each(R"(SELECT name FROM "user" WHERE removed_at IS NULL)", {},
               [&](const store::Row& row) { named.erase(row.text(0)); });
  std::string list;
  for (const auto& name : named) list += (list.empty() ? "" : ", ") + name;
  return list;
}

PolicyWatch::PolicyWatch(std::filesystem::path folder, Snapshot<Rules>& rules, store::Store& store, const Clock& clock,
                         activation::Office* office)
    : folder_(std::move(folder)), rules_(rules), store_(store), clock_(clock), office_(office) {}

/// Names, sizes and times of all files: cheap enough for every second; what really counts is the digest of the bytes.
std::string PolicyWatch::fingerprint(const std::filesystem::path& folder) const {
  std::vector<std::string> lines;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
    if (error) return "unreadable";
    if (!it->is_regular_file(error)) {  // a link or a folder that came or went may be what the set is refused for
      lines.push_back(it->path().string() + " " + std::to_string(static_cast<int>(it->status(error).type())));
      continue;
    }
    lines.push_back(it->path().string() + " " + std::to_string(it->file_size(error)) + " " +
                    std::to_string(it->last_write_time(error).time_since_epoch().count()));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return all;
}

Status PolicyWatch::load() {
  const std::lock_guard turn(turn_);
  const auto folder = this->folder();
  const auto seen = fingerprint(folder);
  if (office_ != nullptr) {
    swap(office_->in_force(), detectors_);
    compare_folder(folder, seen);
    return {};
  }
  const auto loaded = policy::PolicySet::load(folder, clock_.now());
  {
    const std::lock_guard lock(mutex_);
    seen_ = seen;
  }
  auto problems = loaded.problems;
  if (loaded.ok() && detectors_)
    for (auto& one : unserved_kinds(loaded.set->detection(), *detectors_)) problems.push_back(std::move(one));
  if (loaded.ok() && problems.size() == loaded.problems.size()) return put_in_force(loaded.set);
  std::string why;
  for (const auto& problem : problems)
    if (!problem.warning) why += (why.empty() ? "" : "\n") + yaml::to_line(problem);
  if (why.empty()) why = "the folder " + folder.string() + " holds no policies";
  refuse(why);
  return Error{Fault::invalid, why};
}

Status PolicyWatch::put_in_force(const std::shared_ptr<const policy::PolicySet>& set) {
  const auto recorded = store_.commit([&](store::Session& session) { record_activation(session, *set); });
  if (!recorded) return recorded;
  swap({set}, detectors_);
  {
    const std::lock_guard lock(mutex_);
    refused_.clear();
  }
  if (mended_) mended_();
  return {};
}

void PolicyWatch::put(const activation::InForce& next) {
  const std::lock_guard turn(turn_);
  swap(next, detectors_);
  const auto folder = this->folder();
  compare_folder(folder, fingerprint(folder));  // what was decided just now may be its newest state
}

void PolicyWatch::compare_folder(const std::filesystem::path& folder, const std::string& seen) {
  const auto loaded = policy::PolicySet::load(folder, clock_.now());
  const std::lock_guard lock(mutex_);
  seen_ = seen;
  folder_digest_ = loaded.ok() ? loaded.set->digest() : "";
}

std::string PolicyWatch::differs() const {
  const bool nothing = office_ != nullptr && office_->holds_everything();
  const std::lock_guard lock(mutex_);
  const auto errors = "; `countersign policy check " + folder_.string() + "` lists them";
  if (office_ == nullptr)
    return refused_.empty() ? "" : "the folder has errors, so the last good set stays in force" + errors;
  if (nothing)
    return "nothing is in force, so everything is held; " + folder_.string() +
           " counts once two officers have agreed on it" + (folder_digest_.empty() ? ", and has errors" + errors : "");
  if (folder_digest_.empty()) return folder_.string() + " has errors, and changes nothing that is in force" + errors;
  const auto now = rules_.get();
  if (folder_digest_ == now->set->digest()) return "";
  if (now->trial && folder_digest_ == now->trial->rules->set->digest())
    return folder_.string() + " is what the canary tries, and not what is in force for all";
  return folder_.string() + " differs from what is in force, and changes nothing by itself; `countersign policy "
                            "propose` says how it differs and puts it forward";
}

void PolicyWatch::record_activation(store::Session& session, const policy::PolicySet& set) const {
  std::string before;
  session.first("SELECT digest FROM in_force WHERE what='policies'", {},
                [&](const store::Row& row) { before = row.text(0); });
  if (before == set.digest()) return;
  const auto now = rules_.get();
  countersign::app::record(
      session, audit::Kind::policy_activated, clock_.now(),
      {{"digest", set.digest()}, {"rules", set.size()}, {"rules_before", now ? now->set->size() : 0}},
      before.empty() ? "the first set of this installation" : "the folder changed");
  session.run("INSERT INTO in_force (what, digest) VALUES ('policies',$1) ON CONFLICT (what) DO UPDATE SET digest=$1",
              {set.digest()});
}

activation::InForce PolicyWatch::decided() const {
  const auto now = rules_.get();
  if (!now->trial) return {now->set};
  return {now->set, now->trial->rules->set, now->trial->scope};
}

/// What is compiled already is kept, with what its detector remembers.
std::shared_ptr<const Rules> PolicyWatch::rules_of(const std::shared_ptr<const policy::PolicySet>& set,
                                                   const std::shared_ptr<const detect::Plugged>& detectors) const {
  const auto now = rules_.get();
  for (const auto& one : {now, now && now->trial ? now->trial->rules : nullptr})
    if (one && one->set->digest() == set->digest() && detectors == detectors_)
      return std::make_shared<Rules>(Rules{one->set, one->detector});
  return std::make_shared<Rules>(Rules{set, make_detector(set->detection(), kRemembered, detectors)});
}

void PolicyWatch::swap(const activation::InForce& next, std::shared_ptr<const detect::Plugged> detectors) {
  const auto now = rules_.get();
  const bool same_set = now && now->set->digest() == next.set->digest();
  const auto& trial = now ? now->trial : nullptr;
  const bool same_trial =
      next.trial ? trial && trial->rules->set->digest() == next.trial->digest() && trial->scope == next.scope : !trial;
  if (same_set && same_trial && detectors_ == detectors) return;
  auto rules = std::make_shared<Rules>(*rules_of(next.set, detectors));
  if (next.trial) rules->trial = std::make_shared<Trial>(Trial{next.scope, rules_of(next.trial, detectors)});
  detectors_ = std::move(detectors);
  rules_.set(std::move(rules));
  if (!same_set) tell(*next.set, now ? now->set->size() : 0);
}

void PolicyWatch::tell(const policy::PolicySet& set, std::size_t rules_before) const {
  if (office_ != nullptr && office_->holds_everything()) return;  // none is in force, which the office told
  std::string people;
  const auto read = store_.read([&](store::Session& session) { people = unknown_people(set, session); });
  if (read && !people.empty())
    log::warning("policies_name_unknown_people",
                 {{"names", people}, {"mend", "make these users with `countersign user add`, or mend the lists"}});
  log::info("policies_in_force", {{"digest", set.digest()},
                                  {"rules", static_cast<std::int64_t>(set.size())},
                                  {"rules_before", static_cast<std::int64_t>(rules_before)}});
}

PolicyWatch::Change PolicyWatch::begin(const std::filesystem::path& folder) {
  Change change{std::unique_lock(turn_), folder, fingerprint(folder), {}};
  if (office_ != nullptr) {  // whatever stands in the folder
    change.loaded.set = rules_.get()->set;
    return change;
  }
  {
    const std::lock_guard lock(mutex_);
    if (folder == folder_ && change.seen == seen_ && refused_.empty()) {  // in force already
      change.loaded.set = rules_.get()->set;
      return change;
    }
  }
  change.loaded = policy::PolicySet::load(folder, clock_.now());
  if (change.loaded.ok()) return change;
  const std::lock_guard lock(mutex_);
  if (folder != folder_) return change;
  // The watch need not refuse it again, and sees by this when it is mended.
  seen_ = change.seen;
  refused_ = "the folder has errors";
  return change;
}

void PolicyWatch::record(store::Session& session, const Change& change) const {
  if (office_ == nullptr) record_activation(session, *change.loaded.set);
}

void PolicyWatch::look_with(std::shared_ptr<const detect::Plugged> detectors) {
  const std::lock_guard turn(turn_);
  swap(decided(), std::move(detectors));
}

void PolicyWatch::take_over(const Change& change, std::shared_ptr<const detect::Plugged> detectors) {
  swap(office_ != nullptr ? decided() : activation::InForce{change.loaded.set}, std::move(detectors));
  if (office_ != nullptr) compare_folder(change.folder, change.seen);
  const std::lock_guard lock(mutex_);
  folder_ = change.folder;
  seen_ = change.seen;
  refused_.clear();
}

std::filesystem::path PolicyWatch::folder() const {
  const std::lock_guard lock(mutex_);
  return folder_;
}

void PolicyWatch::refuse(const std::string& why) {
  log::error("policies_refused",
             {{"why", why}, {"kept", rules_.get() ? "the old set stays in force" : "there is none"}});
  const auto recorded = store_.commit([&](store::Session& session) {
    countersign::app::record(session, audit::Kind::policy_refused, clock_.now(),
                             {{"problems", std::count(why.begin(), why.end(), '\n') + 1}},
                             "the folder has errors; the set in force stays");
  });
  if (!recorded) log::error("not_recorded", {{"why", recorded.error().message}});
  const std::lock_guard lock(mutex_);
  refused_ = why;
}

void PolicyWatch::start() {
  thread_ = std::thread([this] { loop(); });
}

void PolicyWatch::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::string PolicyWatch::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

void PolicyWatch::loop() {
  std::string pending;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kLookEvery, [this] { return stopping_; })) {
    const auto before = seen_;
    lock.unlock();
    if (office_ != nullptr) office_->look();
    const auto now = fingerprint(folder());
    const bool settled = now == pending;  // a folder that is still being copied is left alone
    pending = now;
    if (now != before && settled)
      if (const auto loaded = load(); !loaded)
        log::warning("policies_kept", {{"why", "the newest state of the folder has errors"}});
    lock.lock();
  }
}

}  // namespace countersign::app
