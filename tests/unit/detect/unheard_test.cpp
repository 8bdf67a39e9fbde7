// Sentences that no model learned from and no rule was written for (unheard/KIND.txt: "+ language sentence" is of the kind,
// "- language sentence" looks like it and is not): how many are heard is not to fall. The figures are in core/models/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "flow/detect/detectors.hpp"

namespace countersign {
namespace {

struct Floor {
  const char* kind;
  Author by;
  double recall;       ///< at least
  int false_alarms;    ///< at most, of 40
};

class Unheard : public testing::TestWithParam<Floor> {};

TEST_P(Unheard, SentencesAreHeardAsOftenAsBefore) {
  static const auto detector = make_detector({});
  std::ifstream file(std::string(UNHEARD_FOLDER "/") + GetParam().kind + ".txt");
  ASSERT_TRUE(file.is_open());
  int all = 0;
  int heard = 0;
  int false_alarms = 0;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string sign, language, text;
    words >> sign >> language;
    std::getline(words >> std::ws, text);
    const auto sight = detector->look({text, GetParam().by, {}, {}});
    ASSERT_TRUE(sight) << text;
    const bool found = std::any_of(sight->findings.begin(), sight->findings.end(),
                                   [](const auto& finding) { return finding.kind == GetParam().kind; });
    all += sign == "+" ? 1 : 0;
    heard += sign == "+" && found ? 1 : 0;
    false_alarms += sign == "-" && found ? 1 : 0;
  }
  ASSERT_GE(all, 40);
  EXPECT_GE(heard, GetParam().recall * all);
  EXPECT_LE(false_alarms, GetParam().false_alarms);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Unheard,
                         testing::Values(Floor{"asks_for_person", Author::customer, .70, 3},
                                         Floor{"self_harm", Author::customer, .55, 3},
                                         Floor{"vulnerable", Author::customer, .95, 7},
                                         Floor{"wants_to_leave", Author::customer, .72, 2},
                                         Floor{"legal_threat", Author::customer, .80, 3},
                                         Floor{"asks_if_ai", Author::customer, .60, 2},
                                         Floor{"commitment", Author::ai, .68, 5},
                                         Floor{"advice", Author::ai, .52, 5},
                                         Floor{"refusal", Author::ai, .62, 8},
                                         Floor{"pretends_to_be_human", Author::ai, .35, 3}),
                         [](const auto& floor) { return std::string(floor.param.kind); });

}  // namespace
}  // namespace countersign
