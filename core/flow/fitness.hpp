// Fitness: whether this node may act. A node whose store, keys, published log, clock or disk cannot be trusted is silent rather than
// wrong: it accepts nothing, sends nothing, and says in words what is the matter and what to do. Asked before every
// step of the road and before every commit; made once by the gateway. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/keys.hpp"
#include "store/store.hpp"

namespace countersign {

class Fitness {
 public:
  struct Terms {
    std::filesystem::path data;                 ///< on whose disk there must be room
    std::uint64_t min_free_disk = 200'000'000;  ///< bytes; with less, nothing new is accepted
    Duration clock_may_go_back = std::chrono::minutes(1);
    Duration clock_may_go_ahead = std::chrono::hours(3);  ///< of the time that passed since it was believed
    /// How long after the newest entry a start is believed, if the machine was started anew since: it may have been
    /// off.
    Duration clock_may_be_off = std::chrono::days(31);
  };
  Fitness(const Clock& clock, const store::Store& store, const store::Keys& keys, Terms terms)
      : clock_(clock), store_(store), keys_(keys), terms_(std::move(terms)) {}

  /// Nothing is written and nothing is sent while this is an error (`unavailable`).
  [[nodiscard]] Status act() const;
  /// Nothing new is accepted while this is an error; what was accepted is still worked off.
  [[nodiscard]] Status accept() const;

  /// A time that is on record: the clock must not go back before it. Called for each commit.
  void recorded(Time at);
  /// An operator says that the clock is right, and was wrong before.
  void clock_is_right();
  /// By how much the time of day was ahead of the machine's running time, in microseconds, when it was right: known
  /// from the run before, if the machine runs since then. Called at start, before anybody asks.
  void clock_was_right(std::int64_t offset) { offset_ = offset; }
  /// The same for the next run; nullopt while the clock is not believed.
  [[nodiscard]] std::optional<std::int64_t> clock_offset() const;

  /// Whether the log can be published is looked at too, from now on: "" or what is wrong. Set before the road starts.
  void watch_log(std::function<std::string()> trouble) { log_ = std::move(trouble); }

  /// What is wrong with each part, in words; "" when it is fine.
  [[nodiscard]] std::string log_trouble() const { return log_ ? log_() : std::string(); }
  [[nodiscard]] std::string store_trouble() const;
  [[nodiscard]] std::string clock_trouble() const;
  [[nodiscard]] std::string disk_trouble() const;

 private:
  const Clock& clock_;
  const store::Store& store_;
  const store::Keys& keys_;
  const Terms terms_;
  std::function<std::string()> log_;
  [[nodiscard]] std::int64_t offset() const;
  [[nodiscard]] std::string clock_ahead(Time now) const;

  static constexpr std::int64_t kNotYet = std::numeric_limits<std::int64_t>::min();
  std::atomic<std::int64_t> newest_{0};  ///< microseconds since 1970
  /// clock_was_right(), or of the first look that found nothing wrong.
  mutable std::atomic<std::int64_t> offset_{kNotYet};
};

/// "3 h 12 min", "45 s": the two largest units of a time span.
[[nodiscard]] std::string in_words(Duration span);

}  // namespace countersign
