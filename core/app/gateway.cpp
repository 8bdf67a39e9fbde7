#include "app/gateway.hpp"

#include <future>

#include "app/chat_doors.hpp"
#include "app/checkpoints.hpp"
#include "app/dispatch.hpp"
#include "app/last_run.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "rights/backup.hpp"
#include "rights/retention.hpp"
#include "rights/rights.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

/// Webhooks worked on at once: fewer than the server's threads, so that people and health are answered meanwhile.
constexpr std::size_t kIntakeAtOnce = 12;

/// Threads for the beginning of an answer, which calls nobody.
constexpr int kAnswerThreads = 4;

Status make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return Error{Fault::unavailable, folder.string() + ": the data folder cannot be made (" + error.message() +
                                         "); choose another with `data:`"};
  fs::permissions(folder, fs::perms::owner_all, error);
  return {};
}

}  // namespace

Gateway::Gateway(const Config& config, const Clock& clock, store::FolderLock lock)
    : config_(config), clock_(clock), lock_(std::move(lock)) {}

Gateway::~Gateway() { stop(); }

Result<std::unique_ptr<Gateway>> Gateway::open(const Config& config, const Clock& clock) {
  if (const auto made = make_folder(config.data); !made) return made.error();
  auto lock = store::FolderLock::take(config.data);
  if (!lock) return lock.error();
  if (const auto whole = rights::whole(config.data); !whole) return whole.error();
  std::unique_ptr<Gateway> gateway(new Gateway(config, clock, std::move(*lock)));
  if (const auto opened = gateway->open_store(); !opened) return opened.error();
  if (const auto fit = gateway->open_fitness(); !fit) return fit.error();
  if (const auto loaded = gateway->open_policies(); !loaded) return loaded.error();
  if (const auto connected = gateway->open_connectors(); !connected) return connected.error();
  if (const auto wired = gateway->wire(); !wired) return wired.error();
  if (const auto opened = gateway->open_rights(); !opened) return opened.error();
  return gateway;
}

Status Gateway::open_store() {
  if (config_.store != "sqlite")
    return Error{Fault::unavailable, "store: this program keeps its data in SQLite only; write `store: sqlite`"};
  store::SqliteOptions options;
  options.clock = &clock_;
  const auto file = config_.data / "countersign.db";
  std::error_code unknown;
  const bool fresh = !fs::exists(file, unknown);
  auto store = store::SqliteStore::open(file, gateway_schema, options);
  if (!store) return store.error();
  if (fresh)  // a forgotten mount looks like this
    log::info("a_new_store", {{"at", file.string()},
                                 {"meaning", "this folder held none; if this is no new installation, stop now and see "
                                             "where `data:` points and whether its disk is mounted"}});
  store_ = std::move(*store);
  auto keys = store::Keys::open(config_.data / "keys");
  if (!keys) return keys.error();
  keys_ = std::move(*keys);
  stop_ = std::make_unique<StopSwitch>(*store_);
  return stop_->load();
}

/// What the last run left behind: its newest entry and ids. This run's come after them.
Status Gateway::open_fitness() {
  Fitness::Terms terms;
  terms.data = config_.data;
  terms.min_free_disk = config_.min_free_disk;
  fitness_ = std::make_unique<Fitness>(clock_, *store_, *keys_, std::move(terms));
  const auto read = store_->read([&](store::Session& session) {
    // Of the last entries, for a few are made under any clock (a stop of AI, a user); those before accept_clock() lie.
    session.first(
        "SELECT coalesce(max(at), 0) FROM (SELECT at, seq FROM entry ORDER BY seq DESC LIMIT 1000) AS last WHERE seq "
        ">= "
        "coalesce((SELECT CAST(digest AS INTEGER) FROM in_force WHERE what='clock'), 0)",
        {}, [&](const store::Row& row) { fitness_->recorded(from_micros(row.integer(0))); });
    if (const auto kept = kept_clock(session)) fitness_->clock_was_right(*kept);
    for (const auto* sql : {"SELECT max(id) FROM entry", "SELECT max(id) FROM message", "SELECT max(id) FROM work"})
      session.first(sql, {}, [&](const store::Row& row) { ids_follow(row.text(0)); });
  });
  return read;
}

Status Gateway::accept_clock(const std::string& actor) {
  audit::Entry entry;
  entry.kind = audit::Kind::config_changed;
  entry.at = clock_.now();
  entry.actor = actor;
  entry.reason = "an operator says that the clock is right now";
  entry.more = {{"clock", "accepted"}};
  const auto recorded = store_->commit([&](store::Session& session) {
    audit::record(session, entry);
    session.run(
        "INSERT INTO in_force (what, digest) SELECT 'clock', CAST(max(seq) AS TEXT) FROM entry WHERE true ON CONFLICT "
        "(what) DO UPDATE SET digest=excluded.digest");
  });
  if (!recorded) return recorded;
  fitness_->clock_is_right();
  return store_->commit([clock = fitness_->clock_offset()](store::Session& session) {
    if (clock) keep_clock(session, *clock);
  });
}

Status Gateway::open_connectors() {
  const ChatSecret secret = [this](const std::string& channel) { return keys_->index("chat-secret", channel); };
  generations_ = std::make_unique<Generations>(config_, connectors_, *watch_, *store_, clock_, secret);
  if (const auto opened = generations_->first(); !opened) return opened;
  desk_ = std::make_unique<Desk>(*store_, *keys_, clock_);
  EgressTerms terms;
  terms.targets = targets_of(config_);
  chat_ = std::make_unique<chat::Chat>(*store_, *keys_, clock_, chat_doors(config_, secret));
  generations_->on_reload([this, secret](const Config& next) -> Result<std::function<void()>> {
    return std::function<void()>([this, doors = chat_doors(next, secret)] { chat_->open_doors(doors); });
  });
  egress_ = std::make_unique<Egress>(
      std::move(terms),
      [this](const plugin::Request& request) {
        return desk_shut_ ? plugin::Response{503, {}, "", false} : desk_->answer(request);
      },
      clock_,
      [chat = chat_.get()](const Key<Egress>& key, const ClearedReply& reply) { return chat->show(key, reply); });
  return {};
}

void record_plugins(store::Session& session, const plugin::Registry& registry, Time now) {
  for (const auto& one : registry.all()) {
    std::string before;
    session.first("SELECT digest FROM in_force WHERE what=$1", {"plugin:" + one->id()},
                  [&](const store::Row& row) { before = row.text(0); });
    if (before == one->digest()) continue;
    audit::Entry entry;
    entry.kind = audit::Kind::plugin_loaded;
    entry.at = now;
    entry.actor = "system";
    entry.plugin_digest = one->digest();
    entry.more = {{"plugin", one->id()}, {"version", one->version()}};
    audit::record(session, entry);
    session.run("INSERT INTO in_force (what, digest) VALUES ($1,$2) ON CONFLICT (what) DO UPDATE SET digest=$2",
                {"plugin:" + one->id(), one->digest()});
  }
}

Status Gateway::wire() {
  house_.reset(new House{clock_,
                         *store_,
                         *keys_,
                         rules_,
                         connectors_,
                         *stop_,
                         locks_,
                         Conversations(*store_, *keys_),
                         Messages(*store_, *keys_),
                         ChatLines(*store_, *keys_),
                         *fitness_,
                         {},
                         {}});
  journey_ = std::make_unique<Journey>(*house_, *egress_);
  worker_ = std::make_unique<Worker>(
      clock_, [this](const Work& work, Held held) { journey_->travel(work, std::move(held)); },
      [this](const std::string& lane) { return room_of(lane); });
  house_->wake = [this](const Work& work) { worker_->add(work); };
  house_->changed = [this](const std::string& ref) { chat_->changed(ref); };
  house_->pass_on = [this](const std::string& lane, std::function<void()> step) {
    return worker_->pass_on(lane, std::move(step));
  };
  journey_->full_when([this] { return worker_->open(Task::answer) >= valve_->most_questions(); });
  valve_ = std::make_unique<Valve>(*store_, clock_, config_.limits);
  generations_->on_reload([this](const Config& next) -> Result<std::function<void()>> {
    return std::function<void()>([this, targets = targets_of(next), limits = next.limits] {
      egress_->renew(targets);
      valve_->renew(limits);
    });
  });
  house_->valve = valve_.get();
  pace_ = std::make_unique<Pace>(
      clock_, Pace::Sources{[this] { return worker_->lanes(); }, [this] { return egress_->targets().states(); },
                            [this] { return store_->waiting(); }});
  const auto& front = config_.front;
  const http::Admission::Limits places{kIntakeAtOnce, front.waiting, front.per_channel, front.request_wait};
  admission_ = std::make_unique<http::Admission>(
      places, clock_, [this] { return shut(); },
      [this](std::string_view reason) { house_->metrics->refused.at({reason}).add(); });
  api_.reset(new http::Api{*house_, *journey_, *desk_, roles(), [this] { return health(); }, *admission_,
                           [this](const std::string& channel, const http::Request& request) {
                             return chat_->wait_to_write(channel, request.bearer().value_or(""), request.body);
                           }});
  api_->log_is_open = config_.audit.open;
  api_->policies = {office_.get(), [this] { return watch_->folder(); }, [this] { return watch_->differs(); },
                    [this] { return watch_->refused(); }};
  return {};
}

/// Ends what a crash interrupted, before anything of it could be sent.
Status Gateway::open_rights() {
  rights_ = std::make_unique<rights::Rights>(*house_, *desk_, [this] { return cut_journal(); });
  if (const auto back = keys_->destroyed_again(); back > 0)
    log::warning("erased_again", {{"customers", static_cast<std::int64_t>(back)},
                                  {"why", "keys.db was restored from a backup older than their erasure"}});
  const auto resumed = rights_->erasure.resume();
  if (!resumed) return resumed.error();
  if (*resumed > 0) log::warning("erasure_resumed", {{"customers", std::int64_t{*resumed}}});
  retention_ = std::make_unique<rights::Retention>(*house_, rights_->erasure, config_.keep.after);
  open_streams();
  return rights::record_restore(*house_, config_.data);
}

void Gateway::open_streams() {
  for (const auto& one : config_.siem)
    streams_.push_back(std::make_unique<report::Stream>(
        *store_, clock_,
        report::StreamTerms{{one.name, one.to, one.secret, one.terms.ca, one.terms.budget.deadline,
                             one.cef ? SiemFormat::cef : SiemFormat::entry},
                            one.from_beginning,
                            one.confirm_every}));
}

Status Gateway::cut_journal() {
  std::promise<Status> cut;
  auto answer = cut.get_future();
  store_->submit_truncate([&cut](Status status) { cut.set_value(std::move(status)); });
  return answer.get();
}

Worker::Room Gateway::room_of(const std::string& lane) const {
  if (lane == to_word(Task::answer)) return {kAnswerThreads};
  if (lane == to_word(Task::deadline)) return {1};
  const auto budget = egress_->targets().terms(lane).budget;
  return {budget.in_flight, budget.waiting};
}

/// Before the road runs: a log that cannot be continued must not grow.
Status Gateway::open_log() {
  auto place = publish::place_in(config_.data);
  place.origin = config_.audit.origin;
  auto log = publish::Publisher::open(*store_, clock_, place);
  if (!log) return log.error();
  log_ = std::move(*log);
  fitness_->watch_log([log = log_.get()] { return log->trouble(); });
  api_->log = log_.get();
  log_->start();
  herald_ = std::make_unique<elsewhere::Herald>(*log_, clock_, places_of(config_.audit), witnesses_of(config_.audit));
  herald_->start();
  return {};
}

Status Gateway::start() {
  if (const auto opened = open_log(); !opened) return opened;
  bool crashed = false;
  const auto begun = store_->commit([&, clock = fitness_->clock_offset()](store::Session& session) {
    crashed = begin_run(session, *connectors_.get());
    if (clock) keep_clock(session, *clock);
  });
  if (!begun) return begun;
  started_ = true;
  std::vector<Work> waiting;
  const auto read = store_->read([&](store::Session& session) { waiting = work::all(session); });
  if (!read) return read;
  if (crashed)
    log::warning("taken_up_after_a_crash",
                 {{"work", static_cast<std::int64_t>(waiting.size())},
                  {"meaning", "the last run ended without a stop; all that it acknowledged is here and goes on"}});
  for (const auto& work : waiting) worker_->add(work);
  worker_->start();
  watch_->start();
  for (const auto& stream : streams_) stream->start();
  return {};
}

void Gateway::halt(std::chrono::steady_clock::time_point until) {
  if (!worker_ || !egress_) return;
  halts_at_ = until;
  worker_->halt();
  if (worker_->ended_by(until) || egress_->cancelled()) return;
  for (const auto& [lane, state] : worker_->lanes())
    if (state.running > 0) log::warning("cut_off", {{"lane", lane}, {"calls", std::int64_t{state.running}}});
  egress_->cancel();
}

void Gateway::stop() {
  if (watch_) watch_->stop();
  halt(halts_at_.value_or(std::chrono::steady_clock::now() + config_.front.stop_within));
  if (worker_) worker_->stop();
  for (const auto& stream : streams_) stream->stop();
  // Whatever is still on its way into the store is told before those whom it tells are gone.
  if (store_) (void)store_->commit([](store::Session&) {});
  if (herald_) herald_->stop();
  if (log_) log_->stop();
  if (!started_.exchange(false)) return;
  if (const auto ended = store_->commit([](store::Session& session) { end_run(session); }); !ended)
    log::warning("the next start takes this stop for a crash", {{"why", ended.error().message}});
}

}  // namespace countersign::app
