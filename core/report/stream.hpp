// Stream: the record, entry by entry, to one system outside (a block of `siem:`): in order, at least once, from where
// it was left off, also after a crash. The cursor in the store stands behind the last entry that was certainly read. A
// webhook says so with each answer. Syslog has no answers, so every `confirm_every` the connection is ended in order,
// which only a program does that read to its end; when that fails, or the connection breaks before, everything since the
// last such ending is sent again (decision 0025). What cannot be handed on waits; nothing is left out and nobody else
// waits for it. Started by the gateway, one thread each; tests call pump() themselves.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "flow/delivery/siem.hpp"
#include "report/lines.hpp"

namespace countersign::report {

struct StreamTerms {
  SiemTerms siem;
  bool from_beginning = false;  ///< false: the first time, what is recorded from then on
  std::chrono::seconds confirm_every{60};
};

class Stream {
 public:
  Stream(store::Store& store, const Clock& clock, StreamTerms terms);
  ~Stream() { stop(); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Hands on all that is there; how many entries. An error: the rest waits, try again later.
  [[nodiscard]] Result<std::size_t> pump();
  void start();
  /// Ends what is under way, in order if that takes two seconds at most; the rest goes on at the next start. Callable
  /// again.
  void stop();

  struct State {
    std::int64_t behind = 0;       ///< entries that wait
    std::int64_t unconfirmed = 0;  ///< entries that were sent, and nobody is known to have read
    std::string trouble;           ///< "" while all is fine
  };
  /// For health and metrics. Any thread.
  [[nodiscard]] Result<State> state() const;
  [[nodiscard]] const std::string& name() const { return terms_.siem.name; }

 private:
  [[nodiscard]] Status take_up();
  [[nodiscard]] Status keep(std::int64_t seq);
  [[nodiscard]] Result<std::vector<SiemEntry>> next(std::int64_t after) const;
  [[nodiscard]] Status hand_on(std::vector<SiemEntry> entries);
  [[nodiscard]] bool due() const;
  [[nodiscard]] Status confirm(std::chrono::milliseconds within);
  void loop();

  store::Store& store_;
  const Clock& clock_;
  const StreamTerms terms_;
  SiemLine line_;
  std::int64_t read_ = -1;             ///< up to here certainly; -1: not looked up since the start
  std::atomic<std::int64_t> sent_{0};  ///< up to here sent, never below read_
  Steady since_{};                     ///< when the first entry behind read_ was sent
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  ///< guarded by mutex_, as what follows
  bool running_ = false;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace countersign::report
