// Herald: brings the log's checkpoints to where this machine cannot change them, on a schedule: into a folder (another
// disk, a share), to a webhook, by mail, and to witnesses, whose signatures it adds. A rewritten history is only found
// out by a checkpoint kept elsewhere. One thread; nothing of the road waits for it, and its failures silence nothing:
// health and log tell them. Made by the gateway when it starts.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "flow/delivery/log_server.hpp"
#include "flow/delivery/mail.hpp"
#include "publish/publisher.hpp"

namespace countersign::elsewhere {

/// One place of `audit: {checkpoints: …}`.
struct Place {
  enum class Kind { folder, webhook, mail };
  std::string name;
  Kind kind = Kind::folder;
  std::filesystem::path folder;
  LogServer::Terms server{};  ///< of a webhook
  std::string secret;
  Mail::Terms mail{};
  std::chrono::seconds every{3600};
};

/// One of `audit: {witnesses: …}`.
struct Witness {
  tlog::VerifierKey key;
  LogServer::Terms server;
  std::chrono::seconds every{600};
};

class Herald {
 public:
  /// Log and clock outlive it.
  Herald(publish::Publisher& log, const Clock& clock, std::vector<Place> places, std::vector<Witness> witnesses);
  ~Herald();
  Herald(const Herald&) = delete;
  Herald& operator=(const Herald&) = delete;

  void start();
  /// Calls under way are cut off. Once.
  void stop();
  /// Does what is due; what start()'s thread does every second.
  void round();

  struct State {
    std::string name;
    std::string trouble;     ///< of the last try; "" when it went well, or there was none yet
    std::uint64_t size = 0;  ///< of the newest checkpoint that is there
    Time at{};               ///< since when
  };
  [[nodiscard]] std::vector<State> states() const;

 private:
  struct Task;
  [[nodiscard]] Status bring(Task& task, const std::string& note, const tlog::Checkpoint& checkpoint) const;
  [[nodiscard]] Status hand_over(const Place& place, const LogServer* server, const std::string& note) const;
  [[nodiscard]] Status bring_to_witness(Task& task, const std::string& note, const tlog::Checkpoint& checkpoint) const;
  void run(Task& task, Steady now);

  publish::Publisher& log_;
  const Clock& clock_;
  std::vector<std::unique_ptr<Task>> tasks_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace countersign::elsewhere
