#include "flow/policy/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace countersign::policy {
namespace {

struct Unit {
  std::string_view one, many;
  int seconds;
};
constexpr std::array<Unit, 4> kUnits = {
    {{"second", "seconds", 1}, {"minute", "minutes", 60}, {"hour", "hours", 3600}, {"day", "days", 86400}}};

std::optional<std::int64_t> digits(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<int> minutes(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = digits(text.substr(0, 2), 2);
  const auto minute = digits(text.substr(3), 2);
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
  return static_cast<int>(*hour * 60 + *minute);
}

}  // namespace

std::optional<int> to_number(std::string_view text) {
  const auto value = digits(text, 6);
  if (!value || *value < 1 || text[0] == '0') return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<Span> to_span(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto count = to_number(text.substr(0, space));
  std::string_view unit = text.substr(space + 1);
  Span span;
  constexpr std::string_view kBusiness = "business ";
  span.business = unit.substr(0, kBusiness.size()) == kBusiness;
  if (span.business) unit.remove_prefix(kBusiness.size());
  for (const Unit& u : kUnits) {
    if (!count || (unit != u.one && unit != u.many)) continue;
    if (span.business && u.seconds == 86400) return std::nullopt;  // nobody agrees how long a business day is
    span.length = std::chrono::seconds(std::int64_t{*count} * u.seconds);
    return span;
  }
  return std::nullopt;
}

std::optional<Time> to_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text.substr(0, 4), 4);
  const auto m = digits(text.substr(5, 2), 2);
  const auto d = digits(text.substr(8, 2), 2);
  if (!y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(*y)),
                                        std::chrono::month(static_cast<unsigned>(*m)),
                                        std::chrono::day(static_cast<unsigned>(*d)));
  if (!day.ok()) return std::nullopt;
  return Time(std::chrono::sys_days(day));
}

std::optional<Money> to_money(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  std::string_view amount = text.substr(0, space);
  const std::string_view currency = text.substr(space + 1);
  if (currency.size() != 3 ||
      !std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
    return std::nullopt;
  std::int64_t cents = 0;
  if (const std::size_t dot = amount.find('.'); dot != std::string_view::npos) {
    const auto part = digits(amount.substr(dot + 1), 2);
    if (!part || amount.size() - dot != 3) return std::nullopt;
    cents = *part;
    amount = amount.substr(0, dot);
  }
  const auto whole = digits(amount, 12);
  if (!whole) return std::nullopt;
  return Money{*whole * 100 + cents, std::string(currency)};
}

std::optional<Hours> to_hours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = minutes(text.substr(0, 5));
  const auto to = minutes(text.substr(6));
  constexpr int kDay = 24 * 60;
  if (!from || !to || *from == *to || *from == kDay) return std::nullopt;
  return Hours{*from, *to < *from ? *to + kDay : *to};
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace countersign::policy
