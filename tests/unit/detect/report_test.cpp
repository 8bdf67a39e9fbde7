#include "flow/detect/report.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "base/json.hpp"
#include "unit/detect/seen.hpp"

namespace countersign {
namespace {

std::vector<std::string> lines_for(const std::string& input, int expected_code) {
  std::istringstream in(input);
  std::ostringstream out;
  EXPECT_EQ(detect_lines(in, out, detector()), expected_code);
  std::vector<std::string> lines;
  std::istringstream read(out.str());
  for (std::string line; std::getline(read, line);) lines.push_back(line);
  return lines;
}

TEST(Report, HasTheFixedKeysAndScoresFromZeroToOne) {
  const Sight sight{"en", {"refund"}, Level::medium, Level::high, {{"email", 3, 9, 950}, {"phone", 10, 12, 1000}}};
  EXPECT_EQ(report_line(sight),
            R"({"language":"en","topic":"refund","topics":["refund"],"risk":"medium","emotion":"high","findings":[)"
            R"({"kind":"email","start":3,"end":9,"score":0.95},{"kind":"phone","start":10,"end":12,"score":1}]})");
}

TEST(Report, SaysWhatACommitmentIsWorth) {
  const Sight sight{"", {}, Level::low, Level::low, {{"commitment", 0, 4, 900, Commitment{"money", 850, "EUR", "today"}}}};
  EXPECT_NE(report_line(sight).find(R"("what":"money","amount":8.5,"currency":"EUR","by":"today")"), std::string::npos);
}

TEST(Report, AnswersEveryLineAndGoesOnAfterABadOne) {
  const auto lines = lines_for("{\"text\": \"I will refund 50 EUR.\", \"written_by\": \"ai\"}\nnonsense\n{\"text\": 7}\n"
                               "{\"text\": \"x\", \"written_by\": \"nobody\"}\n\n{\"text\": \"HUMAN\"}\n", 1);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_NE(lines[0].find("commitment"), std::string::npos);
  for (const int bad : {1, 2, 3}) {
    const auto parsed = json::parse(lines[static_cast<std::size_t>(bad)]);
    ASSERT_TRUE(parsed);
    EXPECT_NE(parsed->find("error"), nullptr);
  }
  EXPECT_NE(lines[4].find("asks_for_person"), std::string::npos);
}

TEST(Report, GivesAnIdBackWithTheAnswerAndWithTheError) {
  const auto lines = lines_for("{\"id\": \"a\", \"text\": \"hi\"}\n{\"id\": 7, \"text\": \"hi\"}\n{\"id\": \"b\"}\n", 1);
  ASSERT_EQ(lines.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    static constexpr const char* ids[] = {"{\"id\":\"a\",\"lang", "{\"id\":7,\"lang", "{\"id\":\"b\",\"error\":"};
    EXPECT_EQ(lines[i].rfind(ids[i], 0), 0U) << lines[i];
    EXPECT_TRUE(json::parse(lines[i]) || i < 2) << lines[i];
  }
}

TEST(Report, IsFineWhenEveryLineIs) { EXPECT_EQ(lines_for("{\"text\": \"hello\"}\n", 0).size(), 1U); }

}  // namespace
}  // namespace countersign
