#include "base/json.hpp"
#include "unit/plugin/bundled.hpp"

namespace countersign::plugin {
namespace {

const Fields kSettings{{"base_url", "https://models.example/v1/"}, {"model", "m"}, {"key", "k"}};
const Prompt kPrompt{{{"customer", "How long?"}, {"ai", "One moment."}, {"customer", "Well \"then\"?"}},
                     {{"Delivery", "Standard delivery takes three to five working days.", "delivery.md"},
                      {"Returns", "Print the label.", "returns.md"}},
                     "en",
                     {}};

std::string completion(const std::string& content, const std::string& reason = "stop") {
  return json::dump(json::Object{
      {"choices",
       json::Array{json::Object{{"finish_reason", reason}, {"message", json::Object{{"content", content}}}}}}});
}

class OpenAiModel : public WithBundled {
 protected:
  Model model() { return Model(plugin("model.openai"), open("model.openai", kSettings), "gpt"); }
  Result<Drafted> read(int status, const std::string& body) {
    return model().answer({status, {}, body, true}, kPrompt);
  }
};

TEST_F(OpenAiModel, AsksWithRulesPassagesAndTurns) {
  const auto step = model().ask(kPrompt);
  ASSERT_TRUE(step.ok()) << step.error().message;
  ASSERT_TRUE(step->request.has_value());
  EXPECT_EQ(step->request->url, "https://models.example/v1/chat/completions");
  EXPECT_EQ(*find(step->request->headers, "Authorization"), "Bearer k");
  const auto body = json::parse(step->request->body);
  ASSERT_TRUE(body.ok());
  const auto& messages = *body->find("messages")->array();
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_EQ(messages[0].text("role"), "system");
  EXPECT_NE(messages[0].text("content").find("three to five"), std::string_view::npos);
  EXPECT_EQ(messages[2].text("role"), "assistant");
  EXPECT_EQ(messages[3].text("role"), "user");
  EXPECT_EQ(messages[3].text("content"), "Well \"then\"?");
}

TEST_F(OpenAiModel, ReadsTheAnswerAndNamesThePassageItRestsOn) {
  const auto drafted = read(200, completion("It takes three to five working days."));
  ASSERT_TRUE(drafted.ok()) << drafted.error().message;
  EXPECT_EQ(drafted->text, "It takes three to five working days.");
  ASSERT_EQ(drafted->sources.size(), 1U);
  EXPECT_EQ(drafted->sources[0].source, "delivery.md");
}

TEST_F(OpenAiModel, NamesNoSourceForAnAnswerOfItsOwn) {
  const auto drafted = read(200, completion("We will refund 50 EUR to your account by Friday."));
  ASSERT_TRUE(drafted.ok());
  EXPECT_TRUE(drafted->sources.empty());
}

TEST_F(OpenAiModel, DoesNotKnowWhenItSaysSoOrSaysNothing) {
  for (const char* nothing : {"UNKNOWN", " UNKNOWN.\n", "", "  "}) {
    const auto drafted = read(200, completion(nothing));
    ASSERT_TRUE(drafted.ok()) << nothing;
    EXPECT_TRUE(drafted->text.empty());
    EXPECT_FALSE(drafted->why_not.empty());
  }
  EXPECT_EQ(read(200, completion("UNKNOWN, but I guess a week.")).error().fault, Fault::invalid);
}

TEST_F(OpenAiModel, RefusesAnswersThatCannotBeUsed) {
  for (const std::string& body :
       {completion("It takes", "length"), completion("x", "content_filter"), std::string("<html>"), std::string("{}"),
        std::string(R"({"choices":[]})"), std::string(R"({"choices":[{"message":{"content":7}}]})")}) {
    const auto drafted = read(200, body);
    ASSERT_FALSE(drafted.ok()) << body;
    EXPECT_EQ(drafted.error().fault, Fault::invalid) << body;
  }
  EXPECT_EQ(read(401, "{}").error().fault, Fault::invalid);
}

TEST_F(OpenAiModel, MayTryAgainWhenTheServerIsBusyOrSilent) {
  for (const int status : {0, 408, 429, 500, 503})
    EXPECT_EQ(read(status, "").error().fault, Fault::unavailable) << status;
}

TEST_F(OpenAiModel, NeverShowsItsKeyInAnError) {
  const std::string said = refusal("model.openai", {{"base_url", "models"}, {"model", "m"}, {"key", "very-secret"}});
  EXPECT_NE(said.find("`base_url`"), std::string::npos);
  EXPECT_EQ(said.find("very-secret"), std::string::npos);
}

}  // namespace
}  // namespace countersign::plugin
