#include "flow/policy/codes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace countersign::policy {
namespace {

TEST(Codes, AreSortedAndKnownByTheirNumber) {
  const auto all = problem_codes();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](auto& a, auto& b) { return a.code <= b.code; }));
  ASSERT_NE(problem_code("P104"), nullptr);
  EXPECT_EQ(problem_code("P104")->meaning, "a word that does not exist");
  EXPECT_EQ(problem_code("P999"), nullptr);
}

TEST(Codes, EachPointsToAChapterOfTheOfficersManual) {
  EXPECT_EQ(link_to(*problem_code("P114")), "policies/README.md#who-is-there-staffing");
  std::ifstream in(OFFICERS_MANUAL);
  const std::string page((std::istreambuf_iterator<char>(in)), {});
  for (const ProblemCode& code : problem_codes())
    EXPECT_NE(page.find("# " + std::string(code.chapter) + "\n"), std::string::npos) << code.code << " " << code.chapter;
}

}  // namespace
}  // namespace countersign::policy
