// What customers say, in eight languages: each sentence of voices/*.txt is heard as its kind, or is not.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "flow/detect/detectors.hpp"

namespace countersign {
namespace {

class Voices : public testing::TestWithParam<const char*> {};

TEST_P(Voices, AreHeardForWhatTheySayAndLookAlikesAreNot) {
  static const auto detector = make_detector({});
  std::ifstream file(std::string(VOICES_FOLDER "/") + GetParam() + ".txt");
  ASSERT_TRUE(file.is_open());
  int sentences = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string kind, sign, text;
    words >> kind >> sign;
    std::getline(words >> std::ws, text);
    const auto sight = detector->look({text, Author::customer, {}, {}});
    ASSERT_TRUE(sight) << text;
    const bool heard = std::any_of(sight->findings.begin(), sight->findings.end(),
                                   [&](const auto& finding) { return finding.kind == kind; });
    EXPECT_EQ(heard, sign == "+") << kind << ": " << text;
    ++sentences;
  }
  EXPECT_GT(sentences, 100);
}

INSTANTIATE_TEST_SUITE_P(Said, Voices, testing::Values("en", "de", "fr", "es", "it", "pt", "nl", "pl"),
                         [](const auto& language) { return std::string(language.param); });

}  // namespace
}  // namespace countersign
