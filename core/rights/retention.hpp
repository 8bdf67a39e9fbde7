// Retention: how long what is kept, kind by kind. A job of the running gateway removes what is older, in small pieces,
// and says what it removed and what a hold stopped: an entry, a log line, a metric. A legal hold, a restriction, an
// open request and work that is not done stop it. When the last conversation of a customer went, their key goes too.
// Entries of the record stay: without the texts they say nothing about a person's words. One thread at a time.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "flow/policy/keep_rules.hpp"
#include "rights/erasure.hpp"

namespace countersign::rights {

/// What one run came to, by the words of "kept".
struct Removed {
  std::map<std::string, std::int64_t> rows;  ///< removed; "texts" counts conversations
  std::map<std::string, std::int64_t> held;  ///< due, but a legal hold or a restriction stands on their customer
  std::int64_t keys = 0;                     ///< of customers of whom nothing is left
  [[nodiscard]] std::int64_t of(const std::string& what) const;
  [[nodiscard]] bool anything() const;
};

class Retention {
 public:
  /// `configured`: `keep:` of the configuration; see policy::periods for how it and the packs go together.
  Retention(const House& house, const Erasure& erasure, std::map<std::string, std::chrono::seconds> configured)
      : house_(house), erasure_(erasure), configured_(std::move(configured)) {}

  /// What holds now, by the configuration and the packs in force.
  [[nodiscard]] std::vector<policy::Period> periods() const;
  /// Runs at most once an hour by the house's clock; nullopt when it was not time. Never throws.
  [[nodiscard]] std::optional<Result<Removed>> tend();
  /// Removes what is due, a limited number of rows of each kind; the next run goes on. `actor`: who asked for it.
  [[nodiscard]] Result<Removed> run(const std::string& actor = "system");
  /// Since start, for metrics: a word of "kept", or "keys".
  [[nodiscard]] std::int64_t removed(const std::string& what) const;

 private:
  [[nodiscard]] Status remove_all(Removed& removed);
  [[nodiscard]] Status remove(const policy::Period& period, Time now, Removed& removed);
  [[nodiscard]] Status remove_texts(Time before, Removed& removed);
  [[nodiscard]] Status put_keys_away(Removed& removed);
  [[nodiscard]] Status record(const Removed& removed, const std::string& actor) const;

  const House& house_;
  const Erasure& erasure_;
  const std::map<std::string, std::chrono::seconds> configured_;
  std::mutex running_;
  std::optional<Steady> next_;
  std::map<std::string, std::int64_t> held_before_;  ///< what the record knows: it is told what changed
  mutable std::mutex counting_;
  std::map<std::string, std::int64_t> total_;  ///< guarded by counting_
};

}  // namespace countersign::rights
