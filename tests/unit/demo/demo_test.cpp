#include <gtest/gtest.h>

#include <fstream>

#include "app/demo/clock.hpp"
#include "app/demo/messages_file.hpp"
#include "app/demo/table.hpp"
#include "kit/private_folder.hpp"

namespace countersign::app::demo {
namespace {

std::string night_before(const char* now) { return to_rfc3339(sunday_night(*from_rfc3339(now))); }

TEST(SundayNight, IsTwoFortyInBerlinInWinterAndInSummer) {
  EXPECT_EQ(night_before("2026-11-18T12:00:00Z"), "2026-11-15T01:40:00.000000Z");
  EXPECT_EQ(night_before("2026-07-15T12:00:00Z"), "2026-07-12T00:40:00.000000Z");
}

TEST(SundayNight, IsPastOnASundayAndOnAMonday) {
  EXPECT_EQ(night_before("2026-11-15T00:10:00Z"), "2026-11-08T01:40:00.000000Z");
  EXPECT_EQ(night_before("2026-11-16T00:10:00Z"), "2026-11-15T01:40:00.000000Z");
}

TEST(ShiftedClock, GoesOnFromWhereItWasSetAndComesBack) {
  ShiftedClock clock;
  const auto then = *from_rfc3339("2026-01-04T01:40:00Z");
  clock.set(then);
  EXPECT_GE(clock.now(), then);
  EXPECT_LT(clock.now(), then + std::chrono::minutes(1));
  clock.back_to_real_time();
  EXPECT_LT(SystemClock().now() - clock.now(), std::chrono::minutes(1));
}

TEST(Table, WrapsAtSpacesAndCountsCharactersNotBytes) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("öööööö", 6), std::vector<std::string>{"öööööö"});
  EXPECT_EQ(wrapped("ööööööö", 6), (std::vector<std::string>{"öööööö", "ö"}));
}

class MessagesFile : public testing::Test {
 protected:
  std::string write(const std::string& text) {
    const auto file = folder_.path / "own.jsonl";
    std::ofstream(file) << text;
    return file.string();
  }
  PrivateFolder folder_;
};

TEST_F(MessagesFile, GivesEachLineAnEventOfItsOwn) {
  const auto lines =
      read_messages(write("{\"conversation\":\"a\",\"text\":\"x\"}\n\n{\"conversation\":\"a\",\"text\":\"x\"}\n"));
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 2U);
  EXPECT_NE((*lines)[0].event, (*lines)[1].event);
}

TEST_F(MessagesFile, NamesTheLineThatIsWrong) {
  const std::vector<std::string> wrong = {"no json", "[]", "{\"conversation\":\"a\"}",
                                          "{\"conversation\":\"a\",\"text\":1}",
                                          "{\"conversation\":\"a\",\"text\":\"x\",\"more\":\"y\"}"};
  for (const auto& line : wrong) {
    const auto read = read_messages(write("{\"conversation\":\"a\",\"text\":\"x\"}\n" + line + "\n"));
    ASSERT_FALSE(read.ok()) << line;
    EXPECT_NE(read.error().message.find("own.jsonl:2: "), std::string::npos) << read.error().message;
  }
}

TEST_F(MessagesFile, RefusesAnEmptyFileAndAMissingOne) {
  EXPECT_FALSE(read_messages(write("\n")).ok());
  EXPECT_FALSE(read_messages(folder_.path / "none").ok());
}

}  // namespace
}  // namespace countersign::app::demo
