// Outside: everything that a gateway under drill calls, in this process: the sink that takes what would go to
// customers, and a stand-in for models that writes drafts which must be stopped, and can be told to fail. Filled and
// asked on the server's threads, read on the main thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "http/server.hpp"

namespace countersign::app::drill {

/// A text that came out of the gateway towards a customer.
struct Arrived {
  std::string id;            ///< ours
  std::string conversation;  ///< the channel's name of it
  std::string text, written_by, notice;
};

class Sink {
 public:
  [[nodiscard]] Status start();
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  /// While shut it takes nothing (503), so that what is to be sent waits.
  void shut(bool shut) { shut_ = shut; }
  /// What has come so far, each text once however often it was tried.
  [[nodiscard]] std::vector<Arrived> all() const;

 private:
  http::Response take(const http::Request& request);
  mutable std::mutex mutex_;
  std::atomic<bool> shut_{false};
  std::set<std::string> ids_;
  std::vector<Arrived> arrived_;
  http::Server server_;
};

class StandIn {
 public:
  enum class Mood { works, never_answers, talks_nonsense };
  ~StandIn();
  [[nodiscard]] Status start();
  [[nodiscard]] std::uint16_t port() const { return port_; }
  void be(Mood mood) { mood_ = mood; }
  /// From now on its address refuses connections.
  void vanish();
  /// It answers there again. `unavailable` when somebody else took the address meanwhile.
  [[nodiscard]] Status come_back();

 private:
  void answer(const http::Request& request, http::Reply reply);
  std::uint16_t port_ = 0;  ///< 0: any that is free
  std::atomic<Mood> mood_{Mood::works};
  std::mutex mutex_;
  std::vector<http::Reply> unanswered_;  ///< kept open, so that the gateway waits for them
  std::unique_ptr<http::Server> server_;
};

}  // namespace countersign::app::drill
