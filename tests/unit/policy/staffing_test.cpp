#include <gtest/gtest.h>

#include <random>

#include "flow/policy/compiled.hpp"
#include "flow/policy/values.hpp"
#include "flow/policy/zone.hpp"
#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace std::chrono_literals;

std::chrono::sys_days date(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

Staffing berlin() {
  Staffing s;
  s.queue = "support";
  s.zone = "Europe/Berlin";
  s.languages = {"en", "de", "es"};
  for (std::size_t day = 0; day < 5; ++day) s.week[day] = {{480, 720}, {780, 1080}};  // 08:00-12:00, 13:00-18:00
  s.holidays = {date(2026, 12, 25)};
  return s;
}

std::string promised(const Staffing& staffing, Time now, std::string_view language, int waiting = 0) {
  const auto promise = promise_of(staffing, now, language, waiting);
  return promise ? in_words(*promise, language) : "";
}

std::string at(std::string_view when, std::string_view language = "en", int waiting = 0) {
  return promised(berlin(), *from_rfc3339(when), language, waiting);
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
  EXPECT_EQ(at("2026-11-23T09:00:00+01:00", "it"), "oggi fino alle 12:00");
  EXPECT_EQ(at("2026-11-23T09:00:00+01:00", "pt"), "hoje até às 12:00");
  EXPECT_EQ(at("2026-11-21T02:40:00+01:00", "nl"), "maandag om 08:00 uur");
  EXPECT_EQ(at("2026-11-21T02:40:00+01:00", "pl"), "w poniedziałek o 08:00");
  EXPECT_EQ(at("2026-11-23T09:00:00+01:00", "fi"), "today until 12:00");
}

TEST(Staffing, PromisesNothingWhereNobodyIs) {
  Staffing empty;
  empty.zone = "UTC";
  EXPECT_EQ(promised(empty, testing::test_time(), "en"), "");
  EXPECT_EQ(PolicySet::none()->promise("support", testing::test_time(), "en"), "");
}

TEST(Staffing, NamesTheDateWhenItIsFarAway) {
  Staffing closed = berlin();
  closed.holidays.clear();
  for (unsigned day = 23; day <= 27; ++day) closed.holidays.push_back(date(2026, 11, day));
  const auto now = *from_rfc3339("2026-11-21T10:00:00Z");
  EXPECT_EQ(promised(closed, now, "en"), "on 30 November at 08:00");
  EXPECT_EQ(promised(closed, now, "pl"), "30 listopada o 08:00");
  EXPECT_EQ(promised(closed, now, "pt"), "em 30 de novembro às 08:00");
}

TEST(Staffing, NamesItsTimeZoneWhereTheCustomersClocksDiffer) {
  const auto said = [](const char* region, const char* language) {
    return in_words(*promise_of(berlin(), *from_rfc3339("2026-11-23T09:00:00+01:00"), language), language, region);
  };
  EXPECT_EQ(said("DE", "de"), "heute bis 12:00 Uhr");
  EXPECT_EQ(said("GB", "en"), "today until 12:00 (Berlin time)");
  EXPECT_EQ(said("MX", "es"), "hoy hasta las 12:00 (hora de Berlín)");
  EXPECT_EQ(said("", "en"), "today until 12:00") << "nothing is known, nothing is claimed";
  EXPECT_EQ(said("XX", "en"), "today until 12:00");
}

TEST(Staffing, GoesOverMidnightAsOneOpening) {
  Staffing night = berlin();
  for (std::size_t day = 0; day < 5; ++day) night.week[day] = {{0, 360}, {1320, 1440}};
  EXPECT_EQ(promised(night, *from_rfc3339("2026-11-23T23:00:00+01:00"), "en"), "until tomorrow at 06:00");
  EXPECT_EQ(promised(night, *from_rfc3339("2026-11-24T01:00:00+01:00"), "en"), "today until 06:00");
  EXPECT_EQ(promised(night, *from_rfc3339("2026-11-27T23:00:00+01:00"), "en"), "today until 24:00")
      << "Saturday is free";
  night.holidays = {date(2026, 11, 24)};
  EXPECT_EQ(promised(night, *from_rfc3339("2026-11-23T23:00:00+01:00"), "en"), "today until 24:00")
      << "the holiday starts at midnight";
}

TEST(Staffing, AroundTheClockIsSaidAsSuch) {
  Staffing always = berlin();
  always.holidays.clear();
  for (auto& day : always.week) day = {{0, 1440}};
  EXPECT_EQ(promised(always, testing::test_time(), "en"), "day and night");
  EXPECT_EQ(promised(always, testing::test_time(), "pl"), "całą dobę");
}

TEST(Staffing, KnowsShortDaysAndHolidaysAtTheEndOfTheYear) {
  Staffing s = berlin();
  s.special_days[date(2026, 12, 24)] = {{480, 720}};
  for (auto day = date(2026, 12, 25); day <= date(2027, 1, 3); day += std::chrono::days(1)) s.holidays.push_back(day);
  std::sort(s.holidays.begin(), s.holidays.end());
  EXPECT_EQ(promised(s, *from_rfc3339("2026-12-24T09:00:00+01:00"), "en"), "today until 12:00");
  EXPECT_EQ(promised(s, *from_rfc3339("2026-12-24T12:00:00+01:00"), "en"), "on 4 January at 08:00");
  s.special_days[date(2026, 12, 26)] = {{600, 660}};  // a Saturday, otherwise free, and a holiday in the range
  EXPECT_EQ(promised(s, *from_rfc3339("2026-12-24T12:00:00+01:00"), "en"), "Saturday at 10:00");
}

TEST(Staffing, PromisesTheHoursOfTheLanguage) {
  Staffing s = berlin();
  Week mornings;
  for (std::size_t day = 0; day < 5; ++day) mornings[day] = {{540, 660}};
  s.language_hours["es"] = mornings;
  EXPECT_EQ(promised(s, *from_rfc3339("2026-11-23T14:00:00+01:00"), "de"), "heute bis 18:00 Uhr");
  EXPECT_EQ(promised(s, *from_rfc3339("2026-11-23T14:00:00+01:00"), "es"), "mañana a las 09:00");
  EXPECT_FALSE(open_at(s, *from_rfc3339("2026-11-23T14:00:00+01:00"), "es"));
  EXPECT_TRUE(open_at(s, *from_rfc3339("2026-11-23T10:00:00+01:00"), "es"));
  EXPECT_FALSE(open_at(s, *from_rfc3339("2026-11-23T10:00:00+01:00"), "it"));
}

TEST(Staffing, ABacklogMovesThePromise) {
  Staffing s = berlin();
  s.answers_within = 2h;
  s.answers_at_once = 10;
  const auto now = *from_rfc3339("2026-11-23T09:00:00+01:00");
  EXPECT_EQ(promised(s, now, "en", 9), "today until 12:00") << "as many as are answered in the usual time";
  EXPECT_EQ(promised(s, now, "en", 10), "today until 12:00");
  EXPECT_EQ(promised(s, now, "en", 20), "today at 14:00") << "four business hours later, with lunch between";
  EXPECT_EQ(promised(s, now, "en", 45), "tomorrow at 08:00");
  EXPECT_EQ(promised(s, now, "en", 1000000), "") << "nothing is promised that lies months away";
}

TEST(Staffing, CountsBusinessTimeOnlyWhileStaffed) {
  const auto wait = [](std::string_view when, std::chrono::seconds length) {
    return business_time(berlin(), *from_rfc3339(when), length);
  };
  EXPECT_EQ(wait("2026-11-23T09:00:00+01:00", 2h), 2h);
  EXPECT_EQ(wait("2026-11-23T09:00:00+01:00", 4h), 5h) << "over lunch";
  EXPECT_EQ(wait("2026-11-20T17:00:00+01:00", 2h), 64h) << "over the weekend";
  EXPECT_EQ(wait("2026-03-27T17:00:00+01:00", 2h), 63h) << "the night to summer time is an hour shorter";
  EXPECT_EQ(wait("2026-10-23T17:00:00+02:00", 2h), 65h) << "the night to winter time is an hour longer";
  Staffing never;
  never.zone = "UTC";
  EXPECT_EQ(business_time(never, testing::test_time(), 4h), std::chrono::days(60));
}

TEST(Staffing, TheHourThatDoesNotExistIsNotStaffed) {
  for (const auto& [zone, day, hour] : {std::tuple{"Europe/Berlin", "2026-03-29", "T00:50:00Z"},
                                        std::tuple{"America/New_York", "2026-03-08", "T06:50:00Z"}}) {
    Staffing s = berlin();
    s.zone = zone;
    s.week[6] = {{130, 170}};  // 02:10-02:50: clocks go from 02:00 to 03:00
    EXPECT_FALSE(open_at(s, *from_rfc3339(std::string(day) + hour) + 20min)) << zone;
    s.week[6] = {{130, 240}};  // 02:10-04:00: from the jump on
    EXPECT_EQ(business_time(s, *from_rfc3339(std::string(day) + hour), 1h), 70min) << zone;
  }
}

TEST(Staffing, TheHourThatComesTwiceIsStaffedAsWritten) {
  Staffing s = berlin();
  s.zone = "America/New_York";
  s.week[6] = {{60, 240}};  // 01:00-04:00 on 2026-11-01 lasts four hours
  EXPECT_EQ(promised(s, *from_rfc3339("2026-11-01T05:30:00Z"), "en"), "today until 04:00");
  EXPECT_EQ(business_time(s, *from_rfc3339("2026-11-01T05:00:00Z"), 4h), 4h);
}

/// Any staffing and any two moments: never in the past, never closed, never earlier because it is later or fuller.
TEST(Staffing, PromisesHoldForAnyHours) {
  std::mt19937 random(20261122);
  const auto pick = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  const std::vector<std::string> zones = {"Europe/Berlin", "America/New_York", "UTC", "Australia/Lord_Howe"};
  for (int round = 0; round < 300; ++round) {
    Staffing s;
    s.queue = "q";
    s.zone = zones[static_cast<std::size_t>(pick(3))];
    s.languages = {"en"};
    for (auto& day : s.week)
      if (pick(3) > 0) {
        const int from = pick(90) * 15;
        const int to = std::min(1440, from + 15 + pick(40) * 15);
        day = {{from, to}};
        if (to < 1380 && pick(1) == 1) day.push_back({to + 30, std::min(1440, to + 30 + pick(20) * 15 + 15)});
      }
    const Time start = *from_rfc3339("2026-01-01T00:00:00Z") + std::chrono::hours(24 * pick(364)) + 1min * pick(1439);
    for (int i = pick(3); i > 0; --i)
      s.holidays.push_back(std::chrono::floor<std::chrono::days>(start) + std::chrono::days(pick(9)));
    std::sort(s.holidays.begin(), s.holidays.end());
    s.answers_within = 15min * (1 + pick(20));
    s.answers_at_once = 1 + pick(5);
    const int waiting = pick(12);
    std::optional<Time> before;
    for (Time now = start; now < start + 30h; now += 1min * (1 + pick(90))) {
      const auto promise = promise_of(s, now, "en", waiting);
      if (!promise) continue;
      ASSERT_GT(promise->at, now - 1us) << s.zone << " round " << round;
      ASSERT_TRUE(open_at(s, promise->open ? promise->at - 1s : promise->at)) << to_rfc3339(promise->at);
      ASSERT_EQ(promise->open, promise->open && open_at(s, now));
      ASSERT_GE(promise->at, before.value_or(promise->at)) << "later, but promised earlier: " << to_rfc3339(now);
      before = promise->at;
      const auto fuller = promise_of(s, now, "en", waiting + 5);
      ASSERT_GE(fuller ? fuller->at : promise->at, promise->at);
    }
  }
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
  for (const auto* wrong : {"08:00-08:00", "24:00-08:00", "8:00-9:00", "08:00-24:01", "08:60-09:00"})
    EXPECT_FALSE(to_hours(wrong)) << wrong;
  EXPECT_EQ(to_hours("00:00-24:00")->to, 1440);
  EXPECT_EQ(to_hours("22:00-06:00")->to, 1800) << "the next morning";
}

}  // namespace
}  // namespace countersign::policy
