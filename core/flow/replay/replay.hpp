// Replay: what another set of policies would have made of decisions that were really taken. Facts only; no text is
// needed. Used by `policy replay`; one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "flow/policy/policy_set.hpp"
#include "flow/replay/recorded.hpp"

namespace countersign::replay {

/// One decision that would be another one.
struct Change {
  std::string message;
  Time at{};
  Border border = Border::arrival;
  std::string channel;
  std::vector<std::string> topics;
  Verdict before = Verdict::send, after = Verdict::send;
  std::vector<std::string> because;  ///< policies that ask for something in one of the two only
  std::vector<std::string> what;     ///< "verdict send becomes hold", "without the notice ai-notice"
};

/// Counts of one group: a policy, a channel, a topic.
struct Tally {
  std::size_t stricter = 0, looser = 0;
};

class Replay {
 public:
  /// Compares what was decided then with what `with` decides. With `instead`, that set stands for "then": two sets side
  /// by side on the same facts. Both outlive the replay.
  explicit Replay(const policy::PolicySet& with, const policy::PolicySet* instead = nullptr)
      : with_(with), instead_(instead) {}
  void add(const Recorded& recorded);

  struct Totals {
    std::size_t seen = 0, stricter = 0, looser = 0;
    std::map<std::pair<Border, Verdict>, std::size_t> before, after;
    std::map<std::string, Tally> by_policy, by_channel, by_topic;
    Time first{}, last{};
  };
  [[nodiscard]] const Totals& totals() const { return totals_; }
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }

 private:
  const policy::PolicySet& with_;
  const policy::PolicySet* instead_;
  Totals totals_;
  std::vector<Change> changes_;
};

/// What rules in watch mode would have done, by policy: (policy, verdict) -> how often; `send`: it looked and asked
/// nothing.
class WatchReport {
 public:
  /// Of the rules that watched when the decisions were taken.
  WatchReport() = default;
  /// Of those that watch in `with`, on the same facts; it outlives the report.
  explicit WatchReport(const policy::PolicySet& with);
  void add(const Recorded& recorded);
  [[nodiscard]] const std::map<std::string, std::map<Verdict, std::size_t>>& by_policy() const { return by_policy_; }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& messages() const { return messages_; }

 private:
  void add(const std::vector<Watched>& watched, const std::string& message);

  const policy::PolicySet* with_ = nullptr;
  std::map<std::string, std::map<Verdict, std::size_t>> by_policy_;
  std::vector<std::pair<std::string, std::string>> messages_;  ///< (policy, message) of those it would have stopped
};

/// In plain words. `minutes` is what one review takes; `list` names every message that changes.
[[nodiscard]] std::string as_text(const Replay& replay, const Passed& passed, int minutes, bool list);
[[nodiscard]] json::Value as_json(const Replay& replay, const Passed& passed);
[[nodiscard]] std::string as_text(const WatchReport& report, bool list);
[[nodiscard]] json::Value as_json(const WatchReport& report);

}  // namespace countersign::replay
