#include "elsewhere/herald.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "publish/log_key.hpp"
#include "publish/receipts.hpp"
#include "tlog/witness.hpp"

namespace countersign::elsewhere {
namespace {

constexpr std::chrono::seconds kLookEvery{1};
constexpr std::chrono::seconds kAgainAfter{60};  // after a failure, if that is sooner than its turn

std::string file_of(std::uint64_t size) {
  const auto digits = std::to_string(size);
  return "checkpoint-" + std::string(12 - std::min<std::size_t>(digits.size(), 12), '0') + digits;
}

constexpr std::size_t kOfItsName = 8;

/// The log that ended when this one began (a restore, another name), kept in the same folder.
bool of_another_log(const std::string& kept, const tlog::Checkpoint& checkpoint) {
  const auto before = tlog::Note::parse(kept);
  const auto read = before ? tlog::Checkpoint::parse(before->text) : before.error();
  return read && read->origin != checkpoint.origin;
}

/// The newest checkpoint of this log that the folder has.
std::optional<tlog::Checkpoint> newest_in(const publish::LogFolder& folder, const std::string& origin) {
  std::optional<tlog::Checkpoint> newest;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder.path(), error)) {
    const auto name = file.path().filename().string();
    const auto bytes = name.starts_with("checkpoint-") ? folder.read(name) : Result<std::string>(Error{});
    const auto note = bytes ? tlog::Note::parse(*bytes) : Result<tlog::Note>(Error{});
    const auto one = note ? tlog::Checkpoint::parse(note->text) : Result<tlog::Checkpoint>(Error{});
    if (one && one->origin == origin && (!newest || one->size > newest->size)) newest = *one;
  }
  return newest;
}

/// Whether the log still begins with what is kept.
Status continues(const tlog::Files& files, const tlog::Checkpoint& now, const tlog::Checkpoint& kept) {
  if (kept.origin != now.origin) return {};  // of a log that was put away
  const std::string size = std::to_string(kept.size);
  if (kept.size > now.size)
    return Error{Fault::conflict, "a checkpoint of " + size + " entries is kept there, and this log has only " +
                                      std::to_string(now.size) + ": it was set back"};
  const tlog::Tiles tiles(files, now.size);
  const auto root = kept.size == now.size ? Result<tlog::Hash>(now.root) : tlog::root_of(tiles, kept.size);
  if (!root) return root.error();
  if (*root == kept.root) return {};
  return Error{Fault::conflict, "the checkpoint of " + size +
                                    " entries that is kept there says something else: the log "
                                    "was written anew; compare with `countersign audit verify --seen`"};
}

/// What was kept before is what shows a history written anew, so it is never replaced by another root.
Status keep_beside(publish::LogFolder& folder, const std::string& note) {
  const auto now = tlog::Note::parse(note);
  const auto checkpoint = now ? tlog::Checkpoint::parse(now->text) : now.error();
  if (!checkpoint) return checkpoint.error();
  auto name = file_of(checkpoint->size);
  auto kept = folder.read(name);
  if (kept && of_another_log(*kept, *checkpoint)) {
    name += "." + crypto::sha256_hex(checkpoint->origin).substr(0, kOfItsName);
    kept = folder.read(name);
  }
  if (!kept && kept.error().fault != Fault::not_found) return kept.error();
  if (!kept) return folder.write({{name, note}});
  const auto before = tlog::Note::parse(*kept);
  if (before && before->text == now->text) return {};
  return Error{Fault::conflict, name +
                                    " was kept before and says something else: the log was set back or written anew; "
                                    "compare with `countersign audit verify --seen`"};
}

}  // namespace

struct Herald::Task {
  std::string name;
  std::chrono::seconds every{};
  std::optional<Place> place;
  std::optional<Witness> witness;
  std::unique_ptr<LogServer> server;
  std::uint64_t witnessed = 0;                ///< the size that the witness signed last, as far as is known
  std::optional<tlog::Checkpoint> kept = {};  ///< what the place has, as far as is known
  Steady due{};
  State state;  ///< guarded by the herald's mutex
};

Herald::Herald(publish::Publisher& log, const Clock& clock, std::vector<Place> places, std::vector<Witness> witnesses)
    : log_(log), clock_(clock) {
  for (auto& place : places) {
    auto task = std::make_unique<Task>();
    task->name = place.name;
    task->every = place.every;
    if (place.kind == Place::Kind::webhook) task->server = std::make_unique<LogServer>(place.server);
    task->place = std::move(place);
    tasks_.push_back(std::move(task));
  }
  for (auto& witness : witnesses) {
    auto task = std::make_unique<Task>();
    task->name = witness.key.name;
    task->every = witness.every;
    task->server = std::make_unique<LogServer>(witness.server);
    task->witness = std::move(witness);
    tasks_.push_back(std::move(task));
  }
  for (auto& task : tasks_) task->state.name = task->name;
}

Herald::~Herald() { stop(); }

void Herald::start() {
  if (tasks_.empty()) return;
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kLookEvery, [this] { return stopping_; })) {
      lock.unlock();
      round();
      lock.lock();
    }
  });
}

void Herald::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  wake_.notify_all();
  for (auto& task : tasks_)
    if (task->server) task->server->cancel();
  if (thread_.joinable()) thread_.join();
}

void Herald::round() {
  const auto now = clock_.steady();
  for (auto& task : tasks_) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    if (now >= task->due) run(*task, now);
  }
}

void Herald::run(Task& task, Steady now) {
  const auto note = log_.files().read(publish::kCheckpointFile);
  if (!note) return;  // nothing is published yet
  const auto checkpoint = tlog::open_checkpoint(*note, log_.key());
  if (!checkpoint) return;  // the publisher says so
  std::uint64_t before = 0;
  {
    const std::lock_guard lock(mutex_);
    before = task.state.size;
  }
  Status done;
  if (checkpoint->size != before) {
    try {
      done = task.witness ? bring_to_witness(task, *note, *checkpoint) : bring(task, *note, *checkpoint);
    } catch (const std::exception& failure) {
      done = Error{Fault::internal, failure.what()};
    }
  }
  task.due = now + (done ? task.every : std::min(task.every, kAgainAfter));
  if (!done) log::warning("checkpoint_not_kept", {{"place", task.name}, {"why", done.error().message}});
  const std::lock_guard lock(mutex_);
  task.state.trouble = done ? "" : done.error().message;
  if (done) {
    task.state.size = checkpoint->size;
    task.state.at = clock_.now();
  }
}

Status Herald::bring(Task& task, const std::string& note, const tlog::Checkpoint& checkpoint) const {
  const auto& place = *task.place;
  if (place.kind == Place::Kind::folder) task.kept = newest_in(publish::LogFolder(place.folder), checkpoint.origin);
  if (task.kept)
    if (const auto right = continues(log_.files(), checkpoint, *task.kept); !right) return right;
  if (const auto there = hand_over(place, task.server.get(), note); !there) return there;
  task.kept = checkpoint;
  return {};
}

Status Herald::hand_over(const Place& place, const LogServer* server, const std::string& note) const {
  switch (place.kind) {
    case Place::Kind::folder: {
      publish::LogFolder folder(place.folder);
      if (const auto ready = folder.prepare(); !ready) return ready;
      return keep_beside(folder, note);
    }
    case Place::Kind::webhook:
      return server->tell(note, place.name, place.secret, clock_.now());
    case Place::Kind::mail:
      return Mail(place.mail).send_checkpoint(note, clock_.now());
  }
  return {};
}

/// C2SP tlog-witness. A witness that signed another size last says so (409), and is asked once more from there.
Status Herald::bring_to_witness(Task& task, const std::string& note, const tlog::Checkpoint& checkpoint) const {
  const tlog::Tiles tiles(log_.files(), checkpoint.size);
  for (int tries = 0; tries < 2; ++tries) {
    const auto proof = tlog::consistency_proof(tiles, task.witnessed, checkpoint.size);
    if (!proof) return proof.error();
    const auto answer = task.server->add_checkpoint({task.witnessed, *proof, note});
    if (!answer) return answer.error();
    if (answer->status == 200) {
      const auto text = tlog::Note::parse(note)->text;
      const auto signature = tlog::cosignature_in(answer->body, text, task.witness->key);
      if (!signature) return signature.error();
      task.witnessed = checkpoint.size;
      return log_.keep_cosignature(note, *signature);
    }
    std::string_view digits = answer->body;
    if (digits.ends_with('\n')) digits.remove_suffix(1);
    const auto size = answer->status == 409 ? tlog::size_from(digits) : std::nullopt;
    if (!size)
      return Error{Fault::unavailable,
                   "the witness answered " + std::to_string(answer->status) + ": " + answer->body.substr(0, 200)};
    if (*size > checkpoint.size)
      return Error{Fault::conflict, "the witness signed " + std::to_string(*size) + " entries of this log, which has " +
                                        std::to_string(checkpoint.size) + ": this log was set back"};
    if (*size == task.witnessed)
      return Error{Fault::conflict, "the witness signed another history of the same " + std::to_string(*size) +
                                        " entries: look at both"};
    task.witnessed = *size;
  }
  return Error{Fault::unavailable, "the witness names another size each time; it is tried again"};
}

std::vector<Herald::State> Herald::states() const {
  const std::lock_guard lock(mutex_);
  std::vector<State> states;
  for (const auto& task : tasks_) states.push_back(task->state);
  return states;
}

}  // namespace countersign::elsewhere
