// Targets: those whom the gateway calls, each with its own budget and breaker: "channel:NAME", "model:NAME",
// "lookup:NAME", "notify:NAME", "helpdesk". What one of them does to its calls changes nothing for the others. Made
// with Egress from the configuration; looked at by the worker (how many calls at once), the road's steps (is it worth
// trying) and health. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "flow/delivery/breaker.hpp"

namespace countersign {

/// What one target may take of the gateway.
struct Budget {
  int in_flight = 16;                         ///< calls at the same time
  std::chrono::milliseconds deadline{30000};  ///< one call in all: name, connection, TLS, head and body
  int waiting = 1000;                         ///< drafts that wait for a free call; more go elsewhere at once
};

/// How one target is called.
struct TargetTerms {
  Budget budget;
  std::string ca;  ///< PEM file of the certificates it is verified with; "": the system's
};

[[nodiscard]] inline std::string channel_target(const std::string& name) { return "channel:" + name; }
[[nodiscard]] inline std::string model_target(const std::string& name) { return "model:" + name; }
[[nodiscard]] inline std::string lookup_target(const std::string& name) { return "lookup:" + name; }
[[nodiscard]] inline std::string notify_target(const std::string& name) { return "notify:" + name; }
inline constexpr const char* kHelpdeskTarget = "helpdesk";

/// Leave to make one call, taken before the text for it is prepared and held until the call is over.
class Turn {
 public:
  explicit Turn(std::shared_ptr<Breaker> breaker) : breaker_(std::move(breaker)), entry_(breaker_->enter()) {}
  ~Turn() { breaker_->leave(entry_.trial); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  /// The breaker is open: no call before this time.
  [[nodiscard]] std::optional<Time> shut() const { return entry_.shut; }
  /// Why it is open.
  [[nodiscard]] std::string why() const { return breaker_->state().why; }

 private:
  std::shared_ptr<Breaker> breaker_;
  Breaker::Entry entry_;
};

/// One of the calls at the same time that a budget allows, for a target without a lane of its own. False: there is none
/// free.
class Place {
 public:
  explicit Place(std::shared_ptr<std::atomic<int>> calls) : calls_(std::move(calls)) {}
  ~Place() {
    if (calls_) calls_->fetch_sub(1);
  }
  Place(Place&&) = default;
  Place& operator=(Place&&) = delete;
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  explicit operator bool() const { return calls_ != nullptr; }

 private:
  std::shared_ptr<std::atomic<int>> calls_;
};

/// What health and metrics say of one target.
struct TargetState {
  std::string name;
  Budget budget;
  Breaker::State breaker;
  int in_flight = 0;  ///< calls under way
  Duration called{};  ///< time of all calls, so far; those under way count up to now
};

class Targets {
 public:
  Targets(const Clock& clock, std::map<std::string, TargetTerms> terms) : clock_(clock), terms_(std::move(terms)) {}

  /// The terms of a target; defaults for one that the configuration does not speak of.
  [[nodiscard]] TargetTerms terms(const std::string& name) const;
  [[nodiscard]] std::shared_ptr<Breaker> breaker(const std::string& name) const;
  /// Tells that a call to a target begins; it ends when what is returned is let go.
  [[nodiscard]] std::shared_ptr<void> calling(const std::string& name) const;
  [[nodiscard]] Place place(const std::string& name) const;
  /// Every target of the configuration, and every one that was called; by name.
  [[nodiscard]] std::vector<TargetState> states() const;
  /// New terms (a reload); breakers of targets that stay keep what they know, those that go are forgotten.
  void set(std::map<std::string, TargetTerms> terms);

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, TargetTerms> terms_;
  mutable std::map<std::string, std::shared_ptr<Breaker>> breakers_;
  struct Calls {
    int in_flight = 0;
    Duration called{};  ///< up to `counted`
    Steady counted{};
    void count(Steady now) {
      called += in_flight * (now - counted);
      counted = now;
    }
  };
  mutable std::map<std::string, Calls> calls_;
  mutable std::map<std::string, std::shared_ptr<std::atomic<int>>> places_;
};

/// "closed", or "open since …: calls try again at … (why)".
[[nodiscard]] std::string in_words(const Breaker::State& state);

}  // namespace countersign
