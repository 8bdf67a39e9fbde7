// Stream: the record, entry by entry, to one system outside (a block of `siem:`): at least once, in order, from where
// it was left off, also after a restart. What cannot be handed on waits; nothing is left out and nobody else waits for
// it. Started by the gateway, one thread each; tests call pump() themselves.
#pragma once

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
  /// Ends what is under way; the rest goes on at the next start. Callable again.
  void stop();

  struct State {
    std::int64_t behind = 0;  ///< entries that wait
    std::string trouble;      ///< "" while all is fine
  };
  /// For health and metrics. Any thread.
  [[nodiscard]] Result<State> state() const;
  [[nodiscard]] const std::string& name() const { return terms_.siem.name; }

 private:
  [[nodiscard]] Result<std::int64_t> cursor();
  [[nodiscard]] Status keep(std::int64_t seq);
  [[nodiscard]] Result<std::vector<SiemEntry>> next(std::int64_t after) const;
  void loop();

  store::Store& store_;
  const Clock& clock_;
  const StreamTerms terms_;
  SiemLine line_;
  std::int64_t before_last_ = -1;  ///< where the last batch that was taken began; -1: none on this connection
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::string trouble_;  ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace countersign::report
