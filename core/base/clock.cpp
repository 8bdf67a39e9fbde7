#include "base/clock.hpp"

#include <time.h>

#include <array>
#include <cstdio>

namespace countersign {
namespace {

/// Reads exactly `digits` decimal digits at `at` and moves on; nullopt for anything else.
std::optional<int> number(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (const std::size_t end = at + digits; at < end; ++at) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool literal(std::string_view text, std::size_t& at, char upper, char lower) {
  if (at >= text.size() || (text[at] != upper && text[at] != lower)) return false;
  ++at;
  return true;
}

/// Digits after the dot, cut (not rounded) to microseconds. `at` stands on the dot.
std::optional<int> fraction(std::string_view text, std::size_t& at) {
  const std::size_t start = ++at;
  int value = 0;
  int scale = 100000;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) value += (text[at] - '0') * scale;
  if (at == start) return std::nullopt;
  return value;
}

std::optional<std::chrono::minutes> offset(std::string_view text, std::size_t& at) {
  if (literal(text, at, 'Z', 'z')) return std::chrono::minutes(0);
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const int sign = text[at++] == '+' ? 1 : -1;
  const auto hours = number(text, at, 2);
  if (!hours || *hours > 23 || !literal(text, at, ':', ':')) return std::nullopt;
  const auto minutes = number(text, at, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return std::chrono::minutes(sign * (*hours * 60 + *minutes));
}

std::optional<std::chrono::sys_days> date(std::string_view text, std::size_t& at) {
  const auto year = number(text, at, 4);
  if (!year || !literal(text, at, '-', '-')) return std::nullopt;
  const auto month = number(text, at, 2);
  if (!month || !literal(text, at, '-', '-')) return std::nullopt;
  const auto day = number(text, at, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day whole(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                          std::chrono::day(static_cast<unsigned>(*day)));
  if (!whole.ok()) return std::nullopt;
  return std::chrono::sys_days(whole);
}

/// RFC 3339 allows second 60; it is read as the second after.
std::optional<std::chrono::seconds> time_of_day(std::string_view text, std::size_t& at) {
  const auto hour = number(text, at, 2);
  if (!hour || *hour > 23 || !literal(text, at, ':', ':')) return std::nullopt;
  const auto minute = number(text, at, 2);
  if (!minute || *minute > 59 || !literal(text, at, ':', ':')) return std::nullopt;
  const auto second = number(text, at, 2);
  if (!second || *second > 60) return std::nullopt;
  return std::chrono::seconds(*hour * 3600 + *minute * 60 + *second);
}

}  // namespace

Steady Clock::steady() const {
  timespec passed{};
  ::clock_gettime(CLOCK_BOOTTIME, &passed);  // cannot fail on a kernel that has it, as all since 2.6.39 do
  return Steady(std::chrono::seconds(passed.tv_sec) + std::chrono::microseconds(passed.tv_nsec / 1000));
}

Time SystemClock::now() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

std::string to_rfc3339(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date_part(day);
  const std::chrono::hh_mm_ss<Duration> clock_part(time - day);
  std::array<char, 64> buffer{};
  const int length = std::snprintf(
      buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date_part.year()),
      static_cast<unsigned>(date_part.month()), static_cast<unsigned>(date_part.day()),
      static_cast<int>(clock_part.hours().count()), static_cast<int>(clock_part.minutes().count()),
      static_cast<int>(clock_part.seconds().count()), static_cast<int>(clock_part.subseconds().count()));
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::optional<Time> from_rfc3339(std::string_view text) {
  std::size_t at = 0;
  const auto day = date(text, at);
  if (!day || !literal(text, at, 'T', 't')) return std::nullopt;
  const auto seconds = time_of_day(text, at);
  if (!seconds) return std::nullopt;
  int below_second = 0;
  if (at < text.size() && text[at] == '.') {
    const auto digits = fraction(text, at);
    if (!digits) return std::nullopt;
    below_second = *digits;
  }
  const auto away = offset(text, at);
  if (!away || at != text.size()) return std::nullopt;
  return Time(*day) + *seconds + Duration(below_second) - *away;
}

}  // namespace countersign
