// Publisher: makes the published log (C2SP tlog-tiles) of the entries in the store, in their durable order: entry `seq`
// of the store is entry seq - 1 of the log. One thread of its own, in batches, never on the road's way; what a failed
// write leaves is only looked at by the next start (decision 0023). Made by the gateway when it starts; state() and
// trouble() from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "publish/log_folder.hpp"
#include "publish/right_edge.hpp"
#include "store/store.hpp"
#include "tlog/checkpoint.hpp"

namespace countersign::publish {

/// The published log and the key it is signed with.
struct Place {
  std::filesystem::path log;   ///< "data/audit"
  std::filesystem::path keys;  ///< "data/keys"
  std::string origin;          ///< of a log that is begun now; "": any
};
[[nodiscard]] inline Place place_in(const std::filesystem::path& data) { return {data / "audit", data / "keys", ""}; }

struct Pace {
  std::chrono::milliseconds pause{1000};  ///< from one checkpoint to the next at least
  std::uint64_t batch = 16'384;           ///< entries between two checkpoints at most
};

class Publisher {
 public:
  /// Takes up the log where the last run left it, whatever that was: what is missing is made again from the store, and
  /// nothing is signed that does not continue what was signed. An error says what disagrees and what to do.
  /// Everything outlives the publisher.
  [[nodiscard]] static Result<std::unique_ptr<Publisher>> open(store::Store& store, const Clock& clock,
                                                               const Place& place, const Pace& pace = {},
                                                               Disk& disk = real_disk());
  ~Publisher();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  /// Publishes from now on, every `pause`, until stop().
  void start();
  /// Publishes what there is and ends. Once.
  void stop();

  /// Publishes all that is durable now. `unavailable` when something failed: then for ever, see trouble().
  [[nodiscard]] Status publish();

  /// Adds a witness's signature of `published`, a checkpoint of this log, to `checkpoint.witnessed`, the newest one
  /// that witnesses signed; when that is newer already, nothing changes. A failed write ends publishing.
  [[nodiscard]] Status keep_cosignature(const std::string& published, const tlog::Signature& signature);

  /// "" while all is fine; else what failed and what to do. The node must neither accept nor send.
  [[nodiscard]] std::string trouble() const;

  struct State {
    tlog::Checkpoint checkpoint;    ///< published
    std::uint64_t waiting = 0;      ///< entries that are durable and not published
    Duration behind{};              ///< for how long the oldest of them is
    std::uint64_t checkpoints = 0;  ///< published since the start
  };
  [[nodiscard]] State state() const;
  [[nodiscard]] const tlog::VerifierKey& key() const { return key_.verifier(); }
  [[nodiscard]] const LogFolder& files() const { return folder_; }

 private:
  Publisher(store::Store& store, const Clock& clock, const Pace& pace, LogFolder folder, tlog::SigningKey key);
  [[nodiscard]] static Error disagree(const std::string& what);
  [[nodiscard]] static std::uint64_t entries_in(store::Session& session);
  [[nodiscard]] Status recover();
  [[nodiscard]] Status go_on_from(const tlog::Checkpoint& checkpoint);
  [[nodiscard]] Status agrees_with_store(const tlog::Checkpoint& checkpoint, std::string& bundle) const;
  void begin_anew();
  [[nodiscard]] Status publish_all();
  [[nodiscard]] Status publish_batch(std::uint64_t until);
  [[nodiscard]] Status take_entries(std::uint64_t until);
  [[nodiscard]] Status write_files();
  [[nodiscard]] Status continues_the_last(const tlog::Checkpoint& next) const;
  [[nodiscard]] Status announce(const tlog::Checkpoint& next);
  void fail(const Error& why);
  [[nodiscard]] Status read(const store::Store::Job& job);
  void loop();

  store::Store& store_;
  const Clock& clock_;
  const Pace pace_;
  LogFolder folder_;
  const tlog::SigningKey key_;

  std::mutex publishing_;  ///< one at a time; guards what follows
  RightEdge edge_;
  std::map<std::uint64_t, tlog::Hash> signed_;  ///< sizes signed before that the log must come to pass through
  tlog::Checkpoint last_;                       ///< published
  bool store_refused_ = false;                  ///< this time: for the store to tell, and to be tried again

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;       // guarded by mutex_
  tlog::Checkpoint published_;  // guarded by mutex_
  std::string trouble_;         // guarded by mutex_
  std::atomic<std::uint64_t> checkpoints_{0};
  std::thread thread_;
};

}  // namespace countersign::publish
