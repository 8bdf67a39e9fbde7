// Channels, brands and models that nobody has.
#include "flow/policy/names.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

std::string rule(const std::string& id, const std::string& applies, const std::string& given = "") {
  return policy(id, "at: reply\napplies_to: {written_by: ai, " + applies + "}\nmust:\n  - label: ai\nif_not: "
                    "add_the_notice\n" +
                        (given.empty() ? "" : "examples:\n  - {given: {written_by: ai, " + given +
                                                  "}, expect: add_the_notice}\n"));
}

class NamesOfASet : public ::testing::Test {
 protected:
  std::vector<std::string> told(const Configured* configured = nullptr) {
    const auto loaded = complete(folder_).load(test_time());
    EXPECT_TRUE(loaded.ok());
    Loaded shown;
    shown.problems = names_nobody_has(mentions_of(loaded, folder_.path()), configured);
    return lines(shown, folder_.path());
  }
  Folder folder_;
};

TEST_F(NamesOfASet, AChannelThatReadsLikeAKindIsToldWhateverItsExampleSays) {
  folder_.add("a.yaml", rule("a", "channel: [webchat, emial]", "channel: emial"));
  EXPECT_EQ(told(), std::vector<std::string>{
                        "a.yaml:8:49 P145 warning: \"emial\" is no kind of channel (webchat, email, sms, messenger, "
                        "webhook). Did you mean email? With --config FILE the names of that configuration count"});
}

TEST_F(NamesOfASet, AChannelOfOnesOwnIsToldOnlyWhereNothingElseNamesIt) {
  folder_.add("a.yaml", rule("a", "channel: shop"));
  EXPECT_EQ(told(), std::vector<std::string>{
                        "a.yaml:8:39 P145 warning: \"shop\" is no kind of channel (webchat, email, sms, messenger, "
                        "webhook), and no other file here names it. If a channel of yours has this name, --config FILE "
                        "says so"});
  folder_.add("cases/one.yaml", "case: C\nchannel: shop\nturns:\n  - {customer: hi, expect: send}\n");
  EXPECT_TRUE(told().empty());
}

TEST_F(NamesOfASet, ABrandOrModelThatReadsLikeOneNamedMoreOftenIsTold) {
  folder_.add("a.yaml", rule("a", "brand: acmee"))
      .add("b.yaml", rule("b", "brand: acme, model: gpt"))
      .add("c.yaml", rule("c", "brand: [acme, other]", "model: gpt"))
      .add("d.yaml", rule("d", "model: [gtp, new]"));
  EXPECT_EQ(told(), (std::vector<std::string>{
                        "a.yaml:8:37 P145 warning: \"acmee\" is another brand than the rest of this set names. Did you "
                        "mean acme? With --config FILE the names of that configuration count",
                        "d.yaml:8:38 P145 warning: \"gtp\" is another model than the rest of this set names. Did you "
                        "mean gpt? With --config FILE the names of that configuration count"}));
}

TEST_F(NamesOfASet, WithAConfigurationItsOwnNamesAreTheTruth) {
  const Configured configured{{"shop", "webchat"}, {"acme"}, {"gpt"}};
  folder_.add("a.yaml", rule("a", "channel: [shop, shoop, sms], brand: acmee, model: gtp", "brand: other"))
      .add("roles.yaml", "roles: R\nlist:\n  - {name: team_lead, permission: reviewer, brand: acm}\n");
  const auto all = told(&configured);
  EXPECT_EQ(std::vector<std::string>(all.begin(), all.begin() + 3),
            (std::vector<std::string>{
                "a.yaml:8:46 P145 warning: the configuration has no channel \"shoop\", neither by name nor by kind, so "
                "this never matches. Did you mean shop? (one of: webchat, email, sms, messenger, webhook, shop)",
                "a.yaml:8:66 P145 warning: the configuration has no brand \"acmee\", so this never matches. Did you "
                "mean acme? (one of: acme)",
                "a.yaml:8:80 P145 warning: the configuration has no model \"gtp\", so this never matches. Did you mean "
                "gpt? (one of: gpt)"}));
  const Configured none;
  EXPECT_NE(told(&none)[1].find("has no channel \"shoop\""), std::string::npos);
  EXPECT_NE(told(&none).back().find("(it names none)"), std::string::npos);
}

TEST_F(NamesOfASet, AWordOnTheCommandLineIsToldByWhatTheSetNames) {
  folder_.add("a.yaml", rule("a", "brand: acme"));
  const auto loaded = complete(folder_).load(test_time());
  const auto mentions = mentions_of(loaded, folder_.path());
  EXPECT_EQ(nobody_has("brand", "acmee", mentions, nullptr),
            "no policy here names the brand \"acmee\". Did you mean acme? (one of: acme)");
  EXPECT_EQ(nobody_has("channel", "emial", mentions, nullptr),
            "no policy here names the channel \"emial\", and it is no kind of channel. Did you mean email? (one of: "
            "webchat, email, sms, messenger, webhook)");
  EXPECT_EQ(nobody_has("model", "anything", mentions, nullptr), "") << "no rule goes by a model";
  EXPECT_EQ(nobody_has("brand", "acme", mentions, nullptr), "");
}

}  // namespace
}  // namespace countersign::policy
