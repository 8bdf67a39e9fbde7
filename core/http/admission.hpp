// Admission: how much the gateway takes at once, decided when a request is whole and before anything else is done for
// it. So many requests are worked on, so many wait (holding no thread); one sender gets only its share of both.
// Whatever is above is told 429 or 503 with Retry-After. The places are fewer than the server's workers: what is not
// admitted here (health, metrics, people's work) is answered however much waits. Called by the workers; thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "http/message.hpp"
#include "http/reply.hpp"

namespace countersign::http {

class Admission {
 public:
  struct Limits {
    std::size_t at_once = 12;      ///< requests worked on at the same time
    std::size_t waiting = 1024;    ///< whole requests that wait for their turn: one more is 503
    std::size_t per_sender = 512;  ///< of one sender, waiting or worked on: one more is 429
  };
  enum class Answer { admitted, sender_full, full, closed };
  /// Why nothing may be accepted at this moment, in words for the sender; "" when it may. Must be cheap.
  using Closed = std::function<std::string()>;
  /// Answers on the calling thread, or keeps the reply.
  using Job = std::function<void(const Request&, Reply)>;

  Admission(Limits limits, Closed closed) : limits_(limits), closed_(std::move(closed)) {}

  /// Does the job now, or lets it wait, or answers the problem.
  Answer admit(const Request& request, const std::string& sender, Reply reply, Job job);
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Waiting {
    Request request;
    std::string sender;
    Reply reply;
    Job job;
  };
  /// Takes a place or a place to wait; `kept` says which.
  Answer place(const Request& request, const std::string& sender, Reply& reply, Job& job, bool& kept);
  void leave(const std::string& sender);
  static void run(const Request& request, Reply reply, const Job& job);

  const Limits limits_;
  const Closed closed_;
  mutable std::mutex mutex_;
  std::deque<Waiting> queue_;
  std::map<std::string, std::size_t> of_sender_;
  std::size_t running_ = 0;
};

}  // namespace countersign::http
