// The set in policies/starter, as it ships: loads with no word but for the names that only a company knows (P133), keeps
// its own examples, and decides what the demo promises.
#include "flow/detect/detectors.hpp"
#include "flow/policy/examples.hpp"
#include "policy/world.hpp"

namespace countersign::policy {
namespace {

using testing::test_time;

std::shared_ptr<const PolicySet> starter() {
  static const Loaded loaded = PolicySet::load("policies/starter", test_time());
  for (const auto& problem : loaded.problems)
    if (problem.code != "P133") ADD_FAILURE() << yaml::to_line(problem);
  return loaded.set;
}

Facts base(Border border, Author author) {
  Facts f;
  f.border = border;
  f.written_by = author;
  f.now = test_time();
  f.channel = f.channel_kind = "webhook";
  f.language = "en";
  f.ai_may = AiMay::reply;
  f.sources = 1;
  return f;
}

Decision arrives(const std::vector<std::string>& topics, const std::vector<std::string>& findings) {
  Facts f = base(Border::arrival, Author::customer);
  f.topics = topics;
  for (const std::string& kind : findings) f.findings.push_back({.kind = kind, .start = 0, .end = 4});
  return decide(*starter(), f);
}

Decision replies(const std::vector<std::string>& findings, int sources = 1) {
  Facts f = base(Border::reply, Author::ai);
  f.sources = sources;
  for (const std::string& kind : findings) f.findings.push_back({.kind = kind, .start = 0, .end = 4});
  return decide(*starter(), f);
}

TEST(Starter, LoadsWithoutAnyProblem) { ASSERT_TRUE(starter()); }

TEST(Starter, KeepsItsOwnExamples) {
  const auto results = run_examples(*starter());
  EXPECT_GE(results.size(), 40U);
  for (const auto& r : results)
    EXPECT_TRUE(r.ok) << r.file << ":" << r.line << " " << r.policy << " expected " << r.expected << ", got " << r.got;
  for (const auto& one : coverage(*starter(), {})) EXPECT_FALSE(one.reached) << one.policy;
}

/// What stands between the quotes of a text: «persona», „Mensch“, "person".
std::string quoted(const std::string& text) {
  const std::pair<std::string, std::string> quotes[] = {
      {"\u201E", "\u201C"}, {"\u201E", "\u201D"}, {"\u00AB", "\u00BB"}, {"\u2018", "\u2019"}, {"\"", "\""}};
  for (const auto& [open, close] : quotes) {
    const auto from = text.find(open);
    const auto to = from == std::string::npos ? from : text.find(close, from + open.size());
    if (to == std::string::npos) continue;
    auto word = text.substr(from + open.size(), to - from - open.size());
    std::erase(word, ' ');
    return word;
  }
  return "";
}

TEST(Starter, TheWordThatANoticeOffersReachesAPersonInEveryLanguage) {
  const auto detector = make_detector(starter()->detection());
  for (const char* language : {"en", "de", "fr", "es", "it", "pt", "nl", "pl"})
    for (const char* id : {"ai-notice", "offer-a-person"}) {
      const auto notice = starter()->notice(id, language, "webchat");
      ASSERT_TRUE(notice) << id;
      EXPECT_EQ(notice->language, language) << id << " has no text of its own";
      const auto sms = starter()->notice("offer-a-person", language, "sms")->text;
      for (const auto& word : {quoted(notice->text), sms.substr(0, sms.find(' '))}) {
        const auto sight = detector->look({word, Author::customer, language, {}});
        ASSERT_TRUE(sight.ok());
        EXPECT_TRUE(std::any_of(sight->findings.begin(), sight->findings.end(),
                                [](const Finding& one) { return one.kind == "asks_for_person"; }))
            << language << " " << id << ": \"" << word << "\"";
      }
    }
}

TEST(Starter, AnswersRoutineQuestionsAtOnce) {
  for (const auto* topic : {"delivery", "opening_hours", "returns", "account_help", "order_status"}) {
    const Decision d = arrives({topic}, {});
    EXPECT_EQ(d.verdict, Verdict::send) << topic;
    EXPECT_EQ(d.ai_may, AiMay::reply) << topic;
  }
  const Decision d = replies({});
  EXPECT_EQ(d.verdict, Verdict::change);
  EXPECT_TRUE(d.duties.notices.contains("ai-notice"));
  EXPECT_TRUE(d.duties.label && d.duties.offer_a_person && d.duties.show_source);
}

TEST(Starter, GivesPeopleWhatBelongsToPeople) {
  const struct {
    std::vector<std::string> topics, findings;
    std::string queue, priority, say;
  } cases[] = {
      {{"delivery"}, {"asks_for_person"}, "support", "normal", "hand-over"},
      {{"refund"}, {"angry"}, "care-team", "urgent", "hand-over"},
      {{"complaint"}, {}, "care-team", "urgent", "hand-over"},
      {{"delivery"}, {"vulnerable"}, "trained-care", "urgent", "bereavement-hand-over"},
      {{"bereavement", "cover"}, {}, "trained-care", "urgent", "bereavement-hand-over"},
      {{}, {"self_harm", "distressed"}, "trained-care", "page_someone", "safety-text"},
      {{"delivery"}, {"legal_threat"}, "complaints", "urgent", "hand-over"},
      {{"delivery"}, {"repeats_itself"}, "support", "urgent", "hand-over"},
      {{"claim"}, {}, "contracts", "normal", "hand-over"},
      {{"delivery"}, {"prompt_injection"}, "support", "normal", "hand-over"},
      {{"payment"}, {"card_security_code"}, "support", "normal", "hand-over"},
  };
  for (const auto& c : cases) {
    const Decision d = arrives(c.topics, c.findings);
    EXPECT_EQ(d.verdict, Verdict::hand_over) << c.say;
    EXPECT_LE(d.ai_may, AiMay::summarise);
    EXPECT_TRUE(d.duties.ai_off);
    EXPECT_EQ(d.duties.give_to->queue, c.queue);
    EXPECT_EQ(d.duties.give_to->priority, c.priority);
    EXPECT_TRUE(d.duties.say.contains(c.say));
    EXPECT_FALSE(starter()->promise(c.queue, test_time(), "de").empty());
  }
}

TEST(Starter, HoldsPromisesForALeadAndLargeOnesForTwo) {
  Facts f = base(Border::reply, Author::ai);
  Finding promise{.kind = "commitment", .start = 0, .end = 21};
  promise.commitment = Commitment{"money", 5000, "EUR", "by Friday"};
  f.findings = {promise};
  Decision d = decide(*starter(), f);
  EXPECT_EQ(d.verdict, Verdict::hold);
  EXPECT_EQ(d.duties.approvals, (std::map<std::string, int>{{"team_lead", 1}}));
  EXPECT_EQ(d.duties.deadline.at("webhook"), std::chrono::minutes(10));
  f.findings[0].commitment->cents = 18000;
  f.written_by = Author::ai_edited;
  d = decide(*starter(), f);
  EXPECT_EQ(d.duties.approvals, (std::map<std::string, int>{{"team_lead", 2}}));
}

TEST(Starter, HoldsWhatIsNotGroundedOrIsAdviceOrRefuses) {
  EXPECT_EQ(replies({}, 0).verdict, Verdict::hold);
  for (const auto* kind : {"ungrounded", "advice", "refusal"})
    EXPECT_EQ(replies({kind}).verdict, Verdict::hold) << kind;
  EXPECT_TRUE(replies({"refusal"}).duties.notices.contains("how-to-contest"));
}

TEST(Starter, NeverSendsPretenceLoopsOrOtherPeoplesData) {
  EXPECT_EQ(replies({"pretends_to_be_human"}).verdict, Verdict::hand_over);
  EXPECT_EQ(replies({"repeats_reply"}).verdict, Verdict::hand_over);
  EXPECT_EQ(replies({"someone_elses_data"}).verdict, Verdict::block);
  EXPECT_TRUE(replies({"someone_elses_data"}).duties.say.contains("blocked-holding"));
}

TEST(Starter, LetsAModelDraftTheUnknownForAPerson) {
  for (const auto& topics : std::vector<std::vector<std::string>>{{}, {"refund"}, {"cancellation"}}) {
    EXPECT_EQ(arrives(topics, {}).verdict, Verdict::send);
    EXPECT_EQ(arrives(topics, {}).ai_may, AiMay::draft);
  }
}

TEST(Starter, HidesPersonalDataFromModelsAndNeverKeepsCodes) {
  Facts f = base(Border::prompt, Author::customer);
  EXPECT_EQ(decide(*starter(), f).verdict, Verdict::send);
  for (const auto* kind : {"card_number", "email", "card_security_code"})
    f.findings.push_back({.kind = kind, .start = 0, .end = 4});
  const Decision d = decide(*starter(), f);
  EXPECT_EQ(d.verdict, Verdict::change);
  EXPECT_EQ(d.duties.mask.at("card_number"), Mask::pseudonym);
  EXPECT_EQ(d.duties.mask.at("card_security_code"), Mask::removed);
  f.findings.push_back({.kind = "health", .start = 0, .end = 4});
  EXPECT_EQ(decide(*starter(), f).verdict, Verdict::block);
  EXPECT_TRUE(arrives({"delivery"}, {"card_security_code"}).duties.never_keep.contains("card_security_code"));
  EXPECT_EQ(arrives({"delivery"}, {"card_security_code"}).ai_may, AiMay::reply);
}

TEST(Starter, SaysAiInEveryLanguageOfTheNotice) {
  for (const auto* language : {"en", "de", "fr", "es"})
    for (const auto* id : {"ai-notice", "ai-label"})
      for (const auto* channel : {"webchat", "sms"}) {
        const auto notice = starter()->notice(id, language, channel);
        ASSERT_TRUE(notice);
        EXPECT_EQ(notice->language, language);
        EXPECT_NE(notice->text.find("AI"), std::string::npos) << language;
      }
}

TEST(Starter, DecidesTheSameInWhateverOrderItsFilesAreRead) {
  const testing::Folder turned;
  const std::filesystem::path from = "policies/starter";
  std::vector<std::filesystem::path> files;
  for (const auto& one : std::filesystem::recursive_directory_iterator(from))
    if (one.path().extension() == ".yaml" && one.path().string().find("/cases/") == std::string::npos)
      files.push_back(one.path());
  std::sort(files.begin(), files.end());
  for (std::size_t i = 0; i < files.size(); ++i)  // the last one first
    std::filesystem::copy_file(files[i], turned.path() / (std::to_string(9999 - i) + ".yaml"));
  const auto other = turned.load(test_time());
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(other.set->digest(), starter()->digest());
  for (unsigned seed = 0; seed < 500 && !HasFailure(); ++seed) {
    testing::World world(seed);
    const Facts facts = world.facts();
    SCOPED_TRACE(seed);
    testing::expect_same(decide(*starter(), facts), decide(*other.set, facts));
  }
}

TEST(Starter, CanBeListedWithItsLaw) {
  const auto all = starter()->policies();
  EXPECT_GE(all.size(), 20U);
  for (const Summary& policy : all) {
    EXPECT_EQ(policy.mode, "enforce") << policy.id;
    for (const std::string& key : policy.why) EXPECT_NE(starter()->law(key), nullptr) << key;
  }
  EXPECT_EQ(starter()->law("gdpr_99"), nullptr);
  EXPECT_EQ(starter()->default_route()->queue, "support");
}

TEST(Starter, HasTheRoleThatApproves) { EXPECT_EQ(starter()->role("team_lead")->permission, "reviewer"); }

}  // namespace
}  // namespace countersign::policy
