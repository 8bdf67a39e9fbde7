#include "unit/plugin/bundled.hpp"

namespace countersign::plugin {
namespace {

const std::string kArticles = SOURCE_FOLDER "/plugins/model/knowledge/samples/articles";

class Knowledge : public WithBundled {
 protected:
  Drafted ask(const std::string& question, const std::string& language = "en", Time now = noon()) {
    if (!model)
      model =
          std::make_unique<Model>(plugin("model.knowledge"), open("model.knowledge", {{"folder", kArticles}}), "kb");
    const auto step = model->ask({{{"customer", question}}, {}, language, now});
    if (step.ok() && step->drafted) return *step->drafted;
    ADD_FAILURE() << (step.ok() ? "a request instead of an answer" : step.error().message);
    return {};
  }
  std::string source_of(const std::string& question, const std::string& language = "en") {
    const Drafted drafted = ask(question, language);
    return drafted.sources.empty() ? std::string() : drafted.sources[0].source;
  }
  std::unique_ptr<Model> model;
};

TEST_F(Knowledge, AnswersWordForWordAndShowsTheSource) {
  const Drafted drafted = ask("Hello, how long does standard delivery take?");
  EXPECT_EQ(drafted.text,
            "Standard delivery takes three to five working days. Express delivery takes one working day.");
  ASSERT_EQ(drafted.sources.size(), 1U);
  EXPECT_EQ(drafted.sources[0].source, "delivery-times.md");
}

TEST_F(Knowledge, AnswersTheSameQuestionInOtherWords) {
  EXPECT_EQ(source_of("How long does delivery take"), "delivery-times.md");
  EXPECT_EQ(source_of("And how long does express delivery take?"), "delivery-times.md");
  EXPECT_EQ(source_of("what are your opening hours"), "opening-hours.md");
  EXPECT_EQ(source_of("Hi, when are you open?"), "opening-hours.md");
  EXPECT_EQ(source_of("How can I change my password please?"), "change-password.md");
  EXPECT_EQ(source_of("How do I return shoes?"), "https://help.example/returns");
}

TEST_F(Knowledge, ReadsAQuestionInTheArticlesLanguageWhateverWasGuessed) {
  EXPECT_EQ(source_of("Wie kann ich mein Passwort ändern?", "de"), "https://help.example/de/passwort");
  EXPECT_EQ(source_of("What are your opening hours?", "fr"), "opening-hours.md");
  EXPECT_EQ(source_of("What are your opening hours?", ""), "opening-hours.md");
}

TEST_F(Knowledge, LeavesToAPersonWhatNoArticleAnswers) {
  for (const char* question :
       {"Where is my parcel? I never got an answer", "my husband died", "I want my money back", "Where is my delivery?",
        "My delivery takes too long, where is it?", "Why is delivery taking so long?",
        "How long does delivery take to Norway?", "How long is the delivery to the US?",
        "How do I return a broken laptop?", "How do I change my address?", "Are you real?",
        "Could you tell me what happens with my returned jacket?", "Is my burst pipe covered?", "HOURS", "?", "",
        "How long does delivery usually take? Mine never arrived!", "delivery delivery delivery"}) {
    const Drafted drafted = ask(question);
    EXPECT_TRUE(drafted.text.empty()) << question;
    EXPECT_FALSE(drafted.why_not.empty()) << question;
  }
}

TEST_F(Knowledge, AnswersNothingWhenOneOfTwoQuestionsIsUncovered) {
  EXPECT_TRUE(ask("How long does standard delivery take? And can I get a refund?").text.empty());
}

TEST_F(Knowledge, GivesThePassagesItFoundWhenNotSure) {
  const Drafted drafted = ask("Where is my delivery?");
  ASSERT_FALSE(drafted.passages.empty());
  EXPECT_EQ(drafted.passages[0].source, "delivery-times.md");
}

TEST_F(Knowledge, PassesNothingOnThatOnlyMentionsOneOfItsWords) {
  EXPECT_TRUE(ask("Where is my parcel?").passages.empty()) << "the article on returns says \"parcel\", no more";
  EXPECT_TRUE(ask("My account was hacked and someone ordered laptops").passages.empty());
  EXPECT_FALSE(ask("Shoes?").passages.empty()) << "a title speaks of it";
  EXPECT_FALSE(ask("Which label for the post office?").passages.empty()) << "most of the question is in the text";
}

TEST_F(Knowledge, StopsUsingAnArticleAfterItsReviewDay) {
  EXPECT_FALSE(ask("How do I use a voucher?", "en", *from_rfc3339("2026-06-30T23:59:00Z")).text.empty());
  EXPECT_TRUE(ask("How do I use a voucher?", "en", *from_rfc3339("2026-07-01T00:00:00Z")).text.empty());
}

TEST_F(Knowledge, NamesFileAndMendOfABrokenArticle) {
  const auto with = [&](const std::string& text) {
    spill(folder.path / "a.md", text);
    return refusal("model.knowledge", {{"folder", folder.path.string()}});
  };
  EXPECT_NE(with("---\nreview_by: soon\n---\n# T\n\nx\n").find("article `a.md`: `review_by` is no date"),
            std::string::npos);
  EXPECT_NE(with("---\nowner: x\n# T\n").find("close it with a line `---`"), std::string::npos);
  EXPECT_NE(with("---\nautor: x\n---\n# T\n\nx\n").find("`autor`"), std::string::npos);
  EXPECT_NE(with("# T\n").find("no text below its title"), std::string::npos);
  EXPECT_NE(with("# T\n\n\xff\n").find("UTF-8"), std::string::npos);
  EXPECT_EQ(with("# T\n\nx\n"), "");
}

TEST_F(Knowledge, RefusesAFolderWithoutArticles) {
  EXPECT_NE(refusal("model.knowledge", {{"folder", folder.path.string()}}).find("holds no *.md file"),
            std::string::npos);
  EXPECT_NE(refusal("model.knowledge", {{"folder", "/no/such/folder"}}).find("`folder` cannot be read"),
            std::string::npos);
}

}  // namespace
}  // namespace countersign::plugin
