// Admission: how much the gateway takes at once, decided when a request is whole and before anything else is done for
// it. So many requests are worked on, so many wait (holding no thread, and not for long); one sender gets only its
// share of both. Whatever is above is told 429 or 503 with Retry-After. The places are fewer than the server's workers:
// what is not admitted here (health, metrics, people's work) is answered however much waits. Called by the workers;
// thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/message.hpp"
#include "http/reply.hpp"

namespace countersign::http {

class Admission {
 public:
  struct Limits {
    std::size_t at_once = 12;      ///< requests worked on at the same time, of one sender at most two thirds of them:
                                   ///< a channel whose plugin hangs leaves places to the others
    std::size_t waiting = 1024;    ///< whole requests that wait for their turn: one more is 503
    std::size_t per_sender = 512;  ///< of one sender, waiting or worked on: one more is 429
    /// Nobody queues behind one that has waited so long (503 at once), and what waited twice as long is told 503 too:
    /// its sender has given up, or soon will, and works on a retry.
    std::chrono::milliseconds wait{1000};
  };
  /// Why nothing may be accepted at this moment.
  struct Shut {
    std::string_view reason;  ///< one word, for metrics
    std::string why;          ///< for the sender
    std::chrono::seconds retry_after;
  };
  /// Asked for every request: must be cheap.
  using Closed = std::function<std::optional<Shut>()>;
  /// Told of every request that was refused, with the reason in one word.
  using Refused = std::function<void(std::string_view reason)>;
  /// Answers on the calling thread, or keeps the reply.
  using Job = std::function<void(const Request&, Reply)>;

  Admission(Limits limits, const Clock& clock, Closed closed, Refused refused)
      : limits_(limits), clock_(clock), closed_(std::move(closed)), refused_(std::move(refused)) {}

  /// Does the job now, or lets it wait, or answers the problem.
  void admit(const Request& request, const std::string& sender, Reply reply, Job job);
  /// Does (or refuses) what waits longest, if it may be done now; false when there was nothing to do. A worker calls it
  /// each time it has let a connection go (Options::spare): whoever admitted a request also looks for the next one, so
  /// none is left behind; and nobody's answer waits while its worker is busy for others.
  bool next();

  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::size_t running() const;

 private:
  enum class Place { taken, queued, sender_full, full };
  struct Waiting {
    Request request;
    std::string sender;
    Reply reply;
    Job job;
    Steady since;
  };
  Place place(const Request& request, const std::string& sender, Reply& reply, Job& job);
  [[nodiscard]] bool below_share(const std::string& sender) const;
  [[nodiscard]] bool may_run(const std::string& sender) const {
    return running_ < limits_.at_once && below_share(sender);
  }
  void begin(const std::string& sender);
  void leave(const std::string& sender);
  void forget(const std::string& sender);
  void refuse(Reply reply, int status, std::string_view title, const Shut& shut) const;
  static void run(const Request& request, Reply reply, const Job& job);

  const Limits limits_;
  const Clock& clock_;
  const Closed closed_;
  const Refused refused_;
  mutable std::mutex mutex_;
  std::deque<Waiting> queue_;
  std::map<std::string, std::size_t> of_sender_;  ///< waiting or worked on
  std::map<std::string, std::size_t> running_of_;
  std::size_t running_ = 0;
};

}  // namespace countersign::http
