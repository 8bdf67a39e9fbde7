#include "base/log.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace countersign::log {
namespace {

const Time at = from_micros(0);

TEST(Log, APlainLineHasTimeLevelAndFields) {
  EXPECT_EQ(line(Format::text, Level::info, at, "delivered", {{"message", "01AB"}, {"tries", 2}}),
            "1970-01-01T00:00:00.000000Z info delivered message=01AB tries=2");
}

TEST(Log, AValueCannotForgeASecondLineOrField) {
  EXPECT_EQ(line(Format::text, Level::error, at, "refused", {{"why", "a\nb=c \"d\""}, {"none", ""}}),
            "1970-01-01T00:00:00.000000Z error refused why=\"a\\nb=c \\\"d\\\"\" none=\"\"");
}

TEST(Log, AJsonLineIsOneCanonicalObject) {
  EXPECT_EQ(line(Format::json, Level::warning, at, "slow", {{"micros", 5}, {"at", "mine"}}),
            R"({"at":"1970-01-01T00:00:00.000000Z","level":"warning","micros":5,"what":"slow"})");
}

TEST(Log, WritesFromItsLevelOnAndSurvivesABadValue) {
  setup(Format::json, Level::warning);
  testing::internal::CaptureStderr();
  info("quiet");
  warning("loud", {{"id", "01AB"}});
  error("bad", {{"id", "\xff"}});
  const std::string seen = testing::internal::GetCapturedStderr();
  setup(Format::text, Level::info);
  EXPECT_EQ(seen.find("quiet"), std::string::npos);
  EXPECT_NE(seen.find(R"("id":"01AB")"), std::string::npos);
  EXPECT_NE(seen.find("could not be written"), std::string::npos);
}

}  // namespace
}  // namespace countersign::log
