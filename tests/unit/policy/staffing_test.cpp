#include <gtest/gtest.h>

#include "flow/policy/compiled.hpp"
#include "flow/policy/values.hpp"
#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

Staffing berlin() {
  Staffing s;
  s.queue = "support";
  s.zone = "Europe/Berlin";
  for (std::size_t day = 0; day < 5; ++day) s.week[day] = {{480, 720}, {780, 1080}};  // 08:00-12:00, 13:00-18:00
  s.holidays = {std::chrono::sys_days(std::chrono::year(2026) / 12 / 25)};
  return s;
}

std::string at(std::string_view when, std::string_view language = "en") {
  return promise_of(berlin(), *from_rfc3339(when), language);
}

TEST(Staffing, PromisesOnlyStaffedTimes) {
  EXPECT_EQ(at("2026-11-23T09:00:00+01:00"), "today until 12:00");
  EXPECT_EQ(at("2026-11-23T12:30:00+01:00"), "today at 13:00");
  EXPECT_EQ(at("2026-11-23T18:00:00+01:00"), "tomorrow at 08:00");
  EXPECT_EQ(at("2026-11-22T02:40:00+01:00"), "tomorrow at 08:00");
  EXPECT_EQ(at("2026-11-21T02:40:00+01:00"), "Monday at 08:00");
  EXPECT_EQ(at("2026-12-24T19:00:00+01:00"), "Monday at 08:00") << "the 25th is a holiday, then comes the weekend";
  EXPECT_EQ(at("2026-07-06T06:30:00Z"), "today until 12:00") << "summer time";
  EXPECT_EQ(at("2026-01-05T06:30:00Z"), "today at 08:00") << "winter time";
}

TEST(Staffing, PromisesInTheCustomersLanguage) {
  EXPECT_EQ(at("2026-11-21T02:40:00+01:00", "de"), "Montag um 08:00 Uhr");
  EXPECT_EQ(at("2026-11-21T02:40:00+01:00", "fr-CH"), "lundi à 08:00");
  EXPECT_EQ(at("2026-11-22T02:40:00+01:00", "es"), "mañana a las 08:00");
  EXPECT_EQ(at("2026-11-23T09:00:00+01:00", "fi"), "today until 12:00");
}

TEST(Staffing, PromisesNothingWhereNobodyIs) {
  Staffing empty;
  empty.zone = "UTC";
  EXPECT_EQ(promise_of(empty, testing::test_time(), "en"), "");
  EXPECT_EQ(PolicySet::none()->promise("support", testing::test_time(), "en"), "");
}

TEST(Staffing, NamesTheDateWhenItIsFarAway) {
  Staffing closed = berlin();
  closed.holidays.clear();
  for (unsigned day = 23; day <= 27; ++day)
    closed.holidays.emplace_back(std::chrono::year(2026) / std::chrono::month(11) / std::chrono::day(day));
  EXPECT_EQ(promise_of(closed, *from_rfc3339("2026-11-21T10:00:00Z"), "en"), "2026-11-30 at 08:00");
}

TEST(Staffing, CountsBusinessTimeOnlyWhileStaffed) {
  using namespace std::chrono_literals;
  const auto wait = [](std::string_view when, std::chrono::seconds length) {
    return business_time(berlin(), *from_rfc3339(when), length);
  };
  EXPECT_EQ(wait("2026-11-23T09:00:00+01:00", 2h), 2h);
  EXPECT_EQ(wait("2026-11-23T09:00:00+01:00", 4h), 5h) << "over lunch";
  EXPECT_EQ(wait("2026-11-20T17:00:00+01:00", 2h), 64h) << "over the weekend";
  EXPECT_EQ(wait("2026-03-27T17:00:00+01:00", 2h), 63h) << "the night to summer time is an hour shorter";
  Staffing never;
  never.zone = "UTC";
  EXPECT_EQ(business_time(never, testing::test_time(), 4h), std::chrono::days(60));
}

TEST(Staffing, KnowsTimeZones) {
  EXPECT_TRUE(known_zone("Europe/Berlin"));
  EXPECT_TRUE(known_zone("UTC"));
  EXPECT_FALSE(known_zone("Europe/Berlyn"));
  EXPECT_FALSE(known_zone("CET"));
  EXPECT_FALSE(known_zone(""));
}

TEST(Values, AskForUnits) {
  EXPECT_EQ(to_span("10 minutes")->length, std::chrono::minutes(10));
  EXPECT_EQ(to_span("1 hour")->length, std::chrono::hours(1));
  EXPECT_TRUE(to_span("4 business hours")->business);
  for (const auto* wrong :
       {"10", "10minutes", "0 minutes", "-1 hours", "1.5 hours", "010 hours", "2 business days", "3 fortnights", ""})
    EXPECT_FALSE(to_span(wrong)) << wrong;
  EXPECT_EQ(to_money("99.50 EUR")->cents, 9950);
  for (const auto* wrong : {"100", "100EUR", "100 eur", "1.5 EUR", "-1 EUR", "1,000 EUR", " EUR"})
    EXPECT_FALSE(to_money(wrong)) << wrong;
  for (const auto* wrong : {"2027-02-29", "2027-1-1", "27-01-01", "tomorrow"}) EXPECT_FALSE(to_day(wrong)) << wrong;
  for (const auto* wrong : {"08:00-08:00", "18:00-08:00", "8:00-9:00", "08:00-24:01", "08:60-09:00"})
    EXPECT_FALSE(to_hours(wrong)) << wrong;
  EXPECT_EQ(to_hours("00:00-24:00")->to, 1440);
}

}  // namespace
}  // namespace countersign::policy
