// The backlog valve: when too many conversations or drafts wait for people, or too much work waits, AI stops making
// more of it. Looked at by Answering before and after a draft; health and metrics show it, promises of time use its
// counts. Thread-safe; counts at most once a second.
//
// What each limit does once it is reached, until the count has fallen below four fifths of it:
//   people, reviews   no draft is made that a person would have to sign; what AI may answer by itself goes on
//   work              no model is asked at all
// The customer gets the usual hand-over line with its honest time. Each change is recorded (`ai_stopped`,
// `ai_started`).
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "store/store.hpp"

namespace countersign {

struct Limits {
  std::int64_t people = 2000;     ///< conversations that wait for a person
  std::int64_t reviews = 500;     ///< drafts that wait for a signature
  std::int64_t work = 20'000;     ///< pieces of work to do (deadlines are none)
  std::int64_t questions = 5000;  ///< questions accepted and not yet answered: one more is refused with 503
};

class Valve {
 public:
  Valve(store::Store& store, const Clock& clock, Limits limits)
      : store_(store), clock_(clock), limits_(limits), most_questions_(static_cast<std::size_t>(limits.questions)) {}

  struct State {
    Limits waiting{0, 0, 0, 0};  ///< how many wait; questions are the worker's
    bool no_reviews = false;     ///< no drafts that need a person
    bool no_drafts = false;      ///< no drafts
    std::string why{};           ///< "" while open: "612 drafts wait for a signature (limit 500)"
  };
  /// At most a second old. A store that cannot count changes nothing: it is unhealthy for all to see.
  [[nodiscard]] State look();
  [[nodiscard]] std::size_t most_questions() const { return most_questions_; }
  /// Other limits, from the next count on.
  void renew(const Limits& limits);

 private:
  [[nodiscard]] Status count(Limits& waiting) const;
  void record(const std::string& why, const Limits& waiting) const;
  store::Store& store_;
  const Clock& clock_;
  Limits limits_;
  std::atomic<std::size_t> most_questions_;
  std::mutex mutex_;
  Time counted_{};
  std::array<bool, 3> over_{};  ///< people, reviews, work
  State state_;
};

}  // namespace countersign
