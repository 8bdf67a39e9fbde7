#include "plugin/under_way.hpp"

#include <algorithm>
#include <mutex>

#include "base/log.hpp"

namespace countersign::plugin {

/// A list through the calls themselves, which live on their threads' stacks: a call costs no memory.
class Table {
 public:
  static Table& instance() {
    static auto* const table = new Table();  // never freed: a plugin's thread may outlive everything else
    return *table;
  }

  void enter(UnderWay& call) {
    const std::lock_guard lock(mutex_);
    call.before_ = newest_;
    if (newest_ != nullptr) newest_->after_ = &call;
    newest_ = &call;
  }

  void leave(const UnderWay& call) {
    const std::lock_guard lock(mutex_);
    if (call.before_ != nullptr) call.before_->after_ = call.after_;
    (call.after_ != nullptr ? call.after_->before_ : newest_) = call.before_;
    if (call.noticed_ && call.late_ != nullptr) call.late_->fetch_sub(1);
  }

  /// `fresh`: those that nobody had seen.
  std::vector<LateCall> late(UnderWay::Moment now, std::chrono::milliseconds limit, std::vector<LateCall>& fresh) {
    std::vector<LateCall> all;
    const std::lock_guard lock(mutex_);
    for (auto* one = newest_; one != nullptr; one = one->before_) {
      const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now - one->began_);
      if (since <= std::min(limit, one->limit_)) continue;
      all.push_back({std::string(one->plugin_), std::string(one->call_), one->limit_, since});
      if (one->noticed_) continue;
      one->noticed_ = true;
      if (one->late_ != nullptr) one->late_->fetch_add(1);
      fresh.push_back(all.back());
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.since > b.since; });
    return all;
  }

 private:
  std::mutex mutex_;
  UnderWay* newest_ = nullptr;
};

UnderWay::UnderWay(std::string_view plugin, std::string_view call, std::chrono::milliseconds limit,
                   std::atomic<int>* late, Moment began)
    : plugin_(plugin), call_(call), limit_(limit), began_(began), late_(late) {
  Table::instance().enter(*this);
}

UnderWay::~UnderWay() { Table::instance().leave(*this); }

std::vector<LateCall> late_calls(UnderWay::Moment now, std::chrono::milliseconds limit) {
  std::vector<LateCall> fresh;
  auto all = Table::instance().late(now, limit, fresh);
  for (const auto& one : fresh)
    log::error("plugin_does_not_return", {{"plugin", one.plugin},
                                          {"call", one.call},
                                          {"for_ms", std::int64_t{one.since.count()}},
                                          {"limit_ms", std::int64_t{one.limit.count()}}});
  return all;
}

std::string in_words(const LateCall& call) {
  return "plugin `" + call.plugin + "`: a call of its `" + call.call + "` has not returned for " +
         std::to_string(call.since.count() / 1000) + " s (its limit is " + std::to_string(call.limit.count()) +
         " ms) and holds a thread; only a restart ends it, which loses nothing; then use another build of the plugin";
}

}  // namespace countersign::plugin
