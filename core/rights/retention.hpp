// Retention: how long what is kept. A job of the running gateway removes what is older, in small pieces, and says what
// it removed: an entry, a log line, a metric. A legal hold, a restriction and work that is not done stop it. Entries of
// the record stay: without the texts they say nothing about a person's words. One thread.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <string>

#include "rights/erasure.hpp"

namespace countersign::rights {

/// `keep:` of the configuration; absent: for good.
struct Keep {
  std::optional<std::chrono::seconds> texts;     ///< a conversation with all its texts, after its last change
  std::optional<std::chrono::seconds> details;   ///< the long form of a decision whose entry holds its digest
  std::optional<std::chrono::seconds> requests;  ///< what customers asked, holds that were lifted, errands done
};

/// What one run removed, by class, and what it would have but for a hold.
struct Removed {
  std::int64_t texts = 0, details = 0, requests = 0, held_back = 0;
  [[nodiscard]] bool anything() const { return texts + details + requests > 0; }
};

class Retention {
 public:
  Retention(const House& house, const Erasure& erasure, Keep keep) : house_(house), erasure_(erasure), keep_(keep) {}

  /// Runs at most once an hour by the house's clock; nullopt when it was not time. Never throws.
  [[nodiscard]] std::optional<Result<Removed>> tend();
  /// Removes what is due, a limited number of rows of each class; the next run goes on.
  [[nodiscard]] Result<Removed> run();
  /// Since start, for metrics: "texts", "details", "requests".
  [[nodiscard]] std::int64_t removed(std::string_view what) const;

 private:
  [[nodiscard]] Status remove_texts(Time before, Removed& removed);
  [[nodiscard]] Status remove_details(Time before, Removed& removed);
  [[nodiscard]] Status remove_requests(Time before, Removed& removed);
  [[nodiscard]] Status record(const Removed& removed) const;

  const House& house_;
  const Erasure& erasure_;
  const Keep keep_;
  std::optional<Steady> next_;
  std::atomic<std::int64_t> texts_{0}, details_{0}, requests_{0};
};

}  // namespace countersign::rights
