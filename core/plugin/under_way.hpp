// UnderWay: the calls into plugins of this process that have not returned yet. A call in our own process cannot be
// ended from outside, so one that is over its limit is at least told: in the log once, in health and metrics for as
// long as it lasts, and at the end by a stop that does not wait for it. Made around every call, on any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::plugin {

class UnderWay {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  /// `plugin` and `call` must outlive this. `late`, when given, is counted up while this one is over its limit and was
  /// noticed by late_calls().
  UnderWay(std::string_view plugin, std::string_view call, std::chrono::milliseconds limit,
           std::atomic<int>* late = nullptr, Moment began = std::chrono::steady_clock::now());
  ~UnderWay();
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

 private:
  friend class Table;
  std::string_view plugin_;
  std::string_view call_;
  std::chrono::milliseconds limit_;
  Moment began_;
  std::atomic<int>* late_;
  bool noticed_ = false;
  UnderWay* before_ = nullptr;
  UnderWay* after_ = nullptr;
};

/// A call that is over its limit.
struct LateCall {
  std::string plugin;
  std::string call;  ///< open | verify | read | write | look | close
  std::chrono::milliseconds limit{0};
  std::chrono::milliseconds since{0};  ///< its beginning
};

/// All that are over their limit (or over `limit`, if that is shorter) at `now`, the oldest first; each is logged the
/// first time it is seen. Any thread.
[[nodiscard]] std::vector<LateCall> late_calls(UnderWay::Moment now = std::chrono::steady_clock::now(),
                                               std::chrono::milliseconds limit = std::chrono::milliseconds::max());

/// One sentence for health: which plugin, which call, for how long, what to do.
[[nodiscard]] std::string in_words(const LateCall& call);

}  // namespace countersign::plugin
