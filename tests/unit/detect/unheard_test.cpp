// Sentences that no model learned from and no rule was written for (unheard/KIND.txt: "+ language sentence" is of the
// kind,
// "- language sentence" looks like it and is not; fresh/ the same, written later; fresh/open and fresh/blind later
// still, half of them in English; fresh/others by another writer, who saw none of this, and only counted): how many are
// heard is not to fall. The figures are in core/models/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "flow/detect/detectors.hpp"

namespace countersign {
namespace {

struct Floor {
  const char* kind;
  Author by;
  double recall;     ///< at least
  int false_alarms;  ///< at most, of all that look alike
};

struct Count {
  int all = 0;
  int heard = 0;
  int false_alarms = 0;
};

/// How often the kind is found in the file, of how many.
void count(const std::string& path, const Floor& floor, Count& sum) {
  static const auto detector = make_detector({});
  std::ifstream file(path);
  ASSERT_TRUE(file.is_open()) << path;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string sign, language, text;
    words >> sign >> language;
    std::getline(words >> std::ws, text);
    const auto sight = detector->look({text, floor.by, {}, {}});
    ASSERT_TRUE(sight) << text;
    const bool found = std::any_of(sight->findings.begin(), sight->findings.end(),
                                   [&](const auto& finding) { return finding.kind == floor.kind; });
    sum.all += sign == "+" ? 1 : 0;
    sum.heard += sign == "+" && found ? 1 : 0;
    sum.false_alarms += sign == "-" && found ? 1 : 0;
  }
}

void expect_heard(const std::vector<std::string>& folders, const Floor& floor) {
  Count sum;
  for (const auto& folder : folders) count(folder + "/" + floor.kind + ".txt", floor, sum);
  ASSERT_GE(sum.all, 25);
  EXPECT_GE(sum.heard, floor.recall * sum.all) << sum.heard << " of " << sum.all;
  EXPECT_LE(sum.false_alarms, floor.false_alarms);
}

class Unheard : public testing::TestWithParam<Floor> {};
class Fresh : public testing::TestWithParam<Floor> {};
class Later : public testing::TestWithParam<Floor> {};
class Others : public testing::TestWithParam<Floor> {};

TEST_P(Unheard, SentencesAreHeardAsOftenAsBefore) { expect_heard({UNHEARD_FOLDER}, GetParam()); }
TEST_P(Fresh, SentencesAreHeardAsOftenAsBefore) { expect_heard({FRESH_FOLDER}, GetParam()); }
TEST_P(Later, SentencesAreHeardAsOftenAsBefore) {
  expect_heard({FRESH_FOLDER "/open", FRESH_FOLDER "/blind"}, GetParam());
}
TEST_P(Others, SentencesAreHeardAsOftenAsBefore) { expect_heard({FRESH_FOLDER "/others"}, GetParam()); }

const auto kind_of = [](const testing::TestParamInfo<Floor>& floor) { return std::string(floor.param.kind); };

INSTANTIATE_TEST_SUITE_P(
    Kinds, Unheard,
    testing::Values(Floor{"asks_for_person", Author::customer, .90, 3}, Floor{"self_harm", Author::customer, .97, 1},
                    Floor{"vulnerable", Author::customer, .97, 4}, Floor{"wants_to_leave", Author::customer, .97, 5},
                    Floor{"legal_threat", Author::customer, .97, 3}, Floor{"asks_if_ai", Author::customer, .97, 2},
                    Floor{"commitment", Author::ai, .92, 4}, Floor{"advice", Author::ai, .92, 1},
                    Floor{"refusal", Author::ai, .97, 7}, Floor{"pretends_to_be_human", Author::ai, .85, 2}),
    kind_of);

INSTANTIATE_TEST_SUITE_P(
    Kinds, Fresh,
    testing::Values(Floor{"asks_for_person", Author::customer, .97, 1}, Floor{"self_harm", Author::customer, .88, 5},
                    Floor{"vulnerable", Author::customer, .96, 2}, Floor{"wants_to_leave", Author::customer, .88, 2},
                    Floor{"legal_threat", Author::customer, .96, 5}, Floor{"asks_if_ai", Author::customer, .94, 1},
                    Floor{"prompt_injection", Author::customer, .86, 1}, Floor{"commitment", Author::ai, .88, 2},
                    Floor{"advice", Author::ai, .83, 2}, Floor{"refusal", Author::ai, .86, 1},
                    Floor{"pretends_to_be_human", Author::ai, .80, 1}),
    kind_of);

INSTANTIATE_TEST_SUITE_P(
    Kinds, Later,
    testing::Values(Floor{"asks_for_person", Author::customer, .96, 2}, Floor{"self_harm", Author::customer, .84, 4},
                    Floor{"vulnerable", Author::customer, .96, 3}, Floor{"wants_to_leave", Author::customer, .96, 4},
                    Floor{"legal_threat", Author::customer, .93, 3}, Floor{"asks_if_ai", Author::customer, .96, 2},
                    Floor{"prompt_injection", Author::customer, .96, 8}, Floor{"commitment", Author::ai, .90, 3},
                    Floor{"advice", Author::ai, .87, 1}, Floor{"refusal", Author::ai, .93, 5},
                    Floor{"pretends_to_be_human", Author::ai, .96, 1}),
    kind_of);

INSTANTIATE_TEST_SUITE_P(
    Kinds, Others,
    testing::Values(Floor{"asks_for_person", Author::customer, .84, 1}, Floor{"self_harm", Author::customer, .87, 1},
                    Floor{"vulnerable", Author::customer, .93, 1}, Floor{"wants_to_leave", Author::customer, .81, 1},
                    Floor{"legal_threat", Author::customer, .96, 1}, Floor{"asks_if_ai", Author::customer, .90, 1},
                    Floor{"prompt_injection", Author::customer, .78, 2}, Floor{"commitment", Author::ai, .78, 2},
                    Floor{"advice", Author::ai, .78, 2}, Floor{"refusal", Author::ai, .84, 1},
                    Floor{"pretends_to_be_human", Author::ai, .78, 1}),
    kind_of);

}  // namespace
}  // namespace countersign
