#include "plugin/conduct.hpp"

#include "base/log.hpp"

namespace countersign::plugin {
namespace {

std::int64_t in_ms(std::int64_t nanoseconds) { return nanoseconds / 1'000'000; }

}  // namespace

void Conduct::note(Moment now, std::chrono::nanoseconds took) {
  calls_.fetch_add(1, std::memory_order_relaxed);
  if (took <= terms_.budget) {
    if (slow_in_a_row_.load(std::memory_order_relaxed) != 0) slow_in_a_row_ = 0;
    return;
  }
  slow_.fetch_add(1);
  for (auto longest = longest_.load();
       took.count() > longest && !longest_.compare_exchange_weak(longest, took.count());)
    ;
  log::warning("plugin_slow",
               {{"plugin", id_}, {"took_ms", in_ms(took.count())}, {"budget_ms", terms_.budget.count()}});
  if (slow_in_a_row_.fetch_add(1) + 1 < terms_.in_a_row) return;
  slow_in_a_row_ = 0;
  shut_until_ = (now + terms_.pause).time_since_epoch().count();
  log::error("plugin_left_alone", {{"plugin", id_}, {"for_ms", terms_.pause.count()}});
}

std::string Conduct::complaint(Moment now) const {
  const auto slow = slow_.load();
  if (slow == 0) return "";
  return "plugin `" + id_ + "`: " + std::to_string(slow) + " of " + std::to_string(calls_.load()) +
         " calls took longer than " + std::to_string(terms_.budget.count()) + " ms (the longest " +
         std::to_string(in_ms(longest_.load())) + " ms)" +
         (left_alone(now) ? "; it gets no new work for a moment, what is to do waits" : "");
}

}  // namespace countersign::plugin
