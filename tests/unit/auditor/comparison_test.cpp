// What stands in the database, beside the log that was signed.
#include "auditor/comparison.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "unit/auditor/log.hpp"

namespace countersign::auditor {
namespace {

using json::Object;

TEST(Comparison, TellsEachRowThatIsNotTheLogsEntry) {
  std::vector<std::string> bodies;
  for (int i = 0; i < 700; ++i)
    bodies.push_back(json::dump(Object{{"id", "e" + std::to_string(i)},
                                       {"kind", "viewed"},
                                       {"at", to_rfc3339(from_micros(1'795'255'200'000'000 + i))}}));
  auto log = std::make_shared<Log>(std::vector<std::string>(bodies.begin(), bodies.begin() + 600));
  auto made = Comparison::with(log, log->key.verifier());
  ASSERT_TRUE(made.ok());
  const auto row = [&](int i) {
    return Row{i + 1, 1'795'255'200'000'000 + i, "", "viewed", "", "", bodies[static_cast<std::size_t>(i)]};
  };
  std::vector<std::string> wrong;
  for (int i = 0; i < 700; ++i) {
    auto one = row(i);
    const auto id = "e" + std::to_string(i);
    one.id = id;
    const auto changed = std::string(one.body).replace(one.body.find("viewed"), 6, "erased");
    if (i == 300) one.body = changed;
    if (i == 301) one.at += 1;
    if (i == 302) one.kind = "erased";
    if (i == 303) one.conversation = "c";
    if (i == 500) continue;
    if (const auto gap = made->gap_before(one.seq)) wrong.push_back(*gap);
    if (const auto what = made->wrong(one)) wrong.push_back(*what);
  }
  EXPECT_EQ(wrong, (std::vector<std::string>{"entry 300 (e300) differs from the published log",
                                             "entry 301 (e301) is filed under another time than it says",
                                             "entry 302 (e302) is filed under another kind than it says",
                                             "entry 303 (e303) is filed under another conversation than it says",
                                             "entry 500 is missing in the database"}));
  EXPECT_EQ(made->compared(), 599U);
  EXPECT_EQ(made->unpublished(), 100U);
}

TEST(Comparison, DoesNotBelieveATileThatTheRootDoesNotProve) {
  const std::string body = json::dump(Object{{"id", "e0"}, {"kind", "viewed"}, {"at", to_rfc3339(from_micros(7))}});
  auto log = std::make_shared<Log>(std::vector<std::string>{body, body});
  const std::string forged = std::string(body).replace(body.find("viewed"), 6, "erased");
  const auto leaf = tlog::leaf_hash(forged);
  log->files["tile/0/000.p/2"].replace(0, 32, reinterpret_cast<const char*>(leaf.data()), 32);
  auto made = Comparison::with(log, log->key.verifier());
  const auto wrong = made->wrong({1, 7, "e0", "erased", "", "", forged});
  ASSERT_TRUE(wrong.has_value());
  EXPECT_NE(wrong->find("cannot be compared"), std::string::npos) << *wrong;
  EXPECT_FALSE(Comparison::with(log, tlog::SigningKey::make("log.example").verifier()).ok());
}

}  // namespace
}  // namespace countersign::auditor
