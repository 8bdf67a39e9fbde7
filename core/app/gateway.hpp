// Gateway: all rooms wired together, in one place. `serve`, `demo` and the commands that need more than the store open
// one; it holds the data folder's lock for its life. Opened and closed on the main thread; the road's threads run
// between start() and stop().
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "app/chat_doors.hpp"
#include "app/config.hpp"
#include "app/generations.hpp"
#include "app/policy_watch.hpp"
#include "chat/chat.hpp"
#include "desk/desk.hpp"
#include "flow/activation/office.hpp"
#include "flow/journey.hpp"
#include "flow/pace.hpp"
#include "flow/worker.hpp"
#include "http/resources/api.hpp"
#include "report/case_file.hpp"
#include "report/stream.hpp"
#include "store/lock.hpp"
#include "store/sqlite.hpp"

namespace countersign::publish {
class Publisher;
}
namespace countersign::elsewhere {
class Herald;
}
namespace countersign::rights {
class Retention;
struct Rights;
}

namespace countersign::app {

class Gateway {
 public:
  /// Opens data folder, store, keys, policies and plugins. The error is one sentence: what, where, what to do. What the
  /// configuration and the policies contain is recorded when it differs from the last time.
  [[nodiscard]] static Result<std::unique_ptr<Gateway>> open(const Config& config, const Clock& clock);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  /// Starts the road's threads on whatever the store says is still to do.
  [[nodiscard]] Status start();
  /// Nothing new is begun on the road; what runs may end until `until`. Calls to others that last longer are cut off,
  /// their work stays in the store. Blocks until then at most; what a plugin does in our own process is not waited for.
  void halt(std::chrono::steady_clock::time_point until);
  /// halt() within `limits: {stop_within: …}` unless that was done, then waits for what runs. The rest stays in the
  /// store. Once.
  void stop();

  /// What only the one who listens knows: its metrics, and "" or what is wrong with it (for /readyz).
  struct Front {
    std::function<void(metrics::Page&)> metrics;
    std::function<std::string()> problem;
  };
  /// All routes of 6-interfaces that this gateway answers.
  [[nodiscard]] http::Router router(Front front = {});
  /// What is looked at every few seconds, though nobody asks: files of lookups, calls that do not return. Any thread.
  void look_around();
  /// Why no webhook can be accepted at this moment, if so. Cheap; any thread.
  [[nodiscard]] std::optional<http::Admission::Shut> shut() const;
  /// What the server that serves router() gives its workers to do beside (http::Options::spare).
  [[nodiscard]] std::function<bool()> spare() const {
    return [this] { return admission_->next(); };
  }
  /// What GET /metrics shows of this gateway. Any thread.
  void show(metrics::Page& page) const;
  [[nodiscard]] const House& house() const { return *house_; }
  [[nodiscard]] const Journey& journey() const { return *journey_; }
  [[nodiscard]] Desk& desk() { return *desk_; }
  [[nodiscard]] const rights::Rights& rights() const { return *rights_; }
  [[nodiscard]] rights::Retention& retention() { return *retention_; }
  /// The receipt of an entry, for case files.
  [[nodiscard]] report::ReceiptOf receipts() const;
  /// The published log as it lies in its folder, to compare with.
  [[nodiscard]] report::LogOf published() const;
  /// Who gets the record entry by entry; they run between start() and stop().
  [[nodiscard]] const std::vector<std::unique_ptr<report::Stream>>& streams() const { return streams_; }
  [[nodiscard]] chat::Chat& chat() { return *chat_; }
  [[nodiscard]] store::Store& store() { return *store_; }
  [[nodiscard]] users::RoleLookup roles() const;
  [[nodiscard]] PolicyWatch& policies() { return *watch_; }
  /// Null with `activation: folder`.
  [[nodiscard]] activation::Office* office() { return office_.get(); }
  /// Where two people put policies in force, an officer's token counts there because this installation made it.
  [[nodiscard]] Status token_made(const std::string& token);
  [[nodiscard]] Generations& generations() { return *generations_; }
  /// Whether the road runs, as in `serve`; false for a gateway that a command opened for itself.
  [[nodiscard]] bool started() const { return started_; }
  /// `actor` says that the machine's clock is right, though it is before the newest entry. Recorded.
  [[nodiscard]] Status accept_clock(const std::string& actor);
  [[nodiscard]] const Fitness& fitness() const { return *fitness_; }
  /// The published log, from start() on; null before.
  [[nodiscard]] publish::Publisher* log() { return log_.get(); }
  /// For drills: while shut, the built-in desk answers nobody, as a helpdesk that is down. Any thread.
  void shut_desk(bool shut) { desk_shut_ = shut; }

 private:
  Gateway(const Config& config, const Clock& clock, store::FolderLock lock);
  [[nodiscard]] Status open_store();
  [[nodiscard]] Status open_fitness();
  [[nodiscard]] Status open_policies();
  [[nodiscard]] Status open_connectors();
  [[nodiscard]] Status wire();
  [[nodiscard]] Status open_rights();
  void open_streams();
  void show_streams(metrics::Page& page) const;
  [[nodiscard]] json::Object streams_health() const;
  void tell_fitness();
  [[nodiscard]] Status cut_journal();
  [[nodiscard]] Status open_log();
  [[nodiscard]] http::Health health() const;
  [[nodiscard]] std::string policy_trouble() const;
  [[nodiscard]] json::Object calls() const;
  [[nodiscard]] Worker::Room room_of(const std::string& lane) const;

  Config config_;
  const Clock& clock_;
  store::FolderLock lock_;
  std::unique_ptr<store::SqliteStore> store_;
  std::unique_ptr<store::Keys> keys_;
  Snapshot<Rules> rules_;
  std::unique_ptr<activation::Office> office_;
  std::unique_ptr<PolicyWatch> watch_;
  Snapshot<Connectors> connectors_;
  std::unique_ptr<Generations> generations_;
  std::unique_ptr<Fitness> fitness_;
  std::unique_ptr<publish::Publisher> log_;
  std::unique_ptr<elsewhere::Herald> herald_;
  std::unique_ptr<StopSwitch> stop_;
  Locks locks_;
  std::unique_ptr<House> house_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<chat::Chat> chat_;
  std::unique_ptr<Valve> valve_;
  std::unique_ptr<Egress> egress_;
  std::unique_ptr<Journey> journey_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<Pace> pace_;
  std::unique_ptr<http::Admission> admission_;
  std::unique_ptr<http::Api> api_;
  std::unique_ptr<rights::Rights> rights_;
  std::unique_ptr<rights::Retention> retention_;
  std::vector<std::unique_ptr<report::Stream>> streams_;
  std::map<std::string, std::string> troubles_;  ///< of tell_fitness(), by part
  std::atomic<bool> started_{false};
  std::atomic<bool> desk_shut_{false};
  std::optional<std::chrono::steady_clock::time_point> halts_at_;
  std::function<std::string()> front_problem_;
};

/// What `applies_to: channel` matches besides the channel's name: "webchat", "email".
[[nodiscard]] std::string kind_of(const ChannelConfig& channel);

/// The connectors of a configuration, opened with their settings. Problems name plugin, key and mend.
/// Opens `detectors:` alone, for commands that look at texts without a gateway.
void connect_detectors(const Config& config, const plugin::Registry& registry, Connectors& connectors,
                       std::vector<yaml::Problem>& problems);
[[nodiscard]] Connectors connect(const Config& config, const plugin::Registry& registry,
                                 std::vector<yaml::Problem>& problems, const ChatSecret& secret);

/// How each channel, model and helpdesk of a configuration may be called.
[[nodiscard]] std::map<std::string, TargetTerms> targets_of(const Config& config);

/// Records each plugin file that was not the one in use before.
void record_plugins(store::Session& session, const plugin::Registry& registry, Time now);

}  // namespace countersign::app
