#include "app/demo/clock.hpp"

namespace countersign::app::demo {
namespace {

using std::chrono::sys_days;

/// Central European summer time: last Sunday of March to last Sunday of October, 01:00 UTC (directive 2000/84/EC).
bool summer_in_berlin(Time at) {
  using namespace std::chrono_literals;
  const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at)).year();
  const auto begins = sys_days(year / std::chrono::March / std::chrono::Sunday[std::chrono::last]) + 1h;
  const auto ends = sys_days(year / std::chrono::October / std::chrono::Sunday[std::chrono::last]) + 1h;
  return at >= begins && at < ends;
}

}  // namespace

Time sunday_night(Time now) {
  using namespace std::chrono_literals;
  const auto yesterday = std::chrono::floor<std::chrono::days>(now) - std::chrono::days(1);
  const auto sunday = yesterday - (std::chrono::weekday(yesterday) - std::chrono::Sunday);
  const Time night = sunday + 2h + 40min;
  return night - (summer_in_berlin(night) ? 2h : 1h);
}

}  // namespace countersign::app::demo
