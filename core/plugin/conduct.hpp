// Conduct: how long the calls of one opened plugin take. A call in our own process cannot be interrupted, only
// measured: one over its budget is logged and counted, and after several in a row no new work is begun with the plugin
// for a while; nor while as many have not returned at all. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace countersign::plugin {

struct ConductTerms {
  std::chrono::milliseconds budget{1000};  ///< for one call; plugins only translate
  int in_a_row = 3;                        ///< so many slow calls, one after the other, and it is left alone
  std::chrono::milliseconds pause{30000};  ///< for this long
};

class Conduct {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  Conduct(std::string id, ConductTerms terms) : id_(std::move(id)), terms_(terms) {}

  /// Whether new work may be begun with the plugin at `now`.
  [[nodiscard]] bool left_alone(Moment now) const {
    return now.time_since_epoch().count() < shut_until_.load() || late_.load() >= terms_.in_a_row;
  }
  /// A call ended after `took`.
  void note(Moment now, std::chrono::nanoseconds took);
  /// "" while all is well; else one sentence for health.
  [[nodiscard]] std::string complaint(Moment now) const;

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const ConductTerms& terms() const { return terms_; }
  /// Calls that are over their budget and have not returned: for UnderWay.
  [[nodiscard]] std::atomic<int>& late() { return late_; }

 private:
  std::string id_;
  ConductTerms terms_;
  std::atomic<std::uint64_t> calls_{0};
  std::atomic<std::uint64_t> slow_{0};
  std::atomic<int> slow_in_a_row_{0};
  std::atomic<int> late_{0};
  std::atomic<std::int64_t> longest_{0};  ///< ns
  std::atomic<Moment::duration::rep> shut_until_{0};
};

}  // namespace countersign::plugin
