// The gate: what it lets pass, and that everything which goes wrong inside holds the text.
#include "another_house.hpp"
#include "base/crypto.hpp"

namespace countersign::testing {
namespace {

constexpr const char* kAnswer = "Standard delivery takes three to five working days.";

class GateTest : public Road {
 protected:
  std::variant<Passed, Stopped> judge(const Reply& reply, const Conversation& conversation = routine(),
                                      const Occasion& occasion = {}) {
    return Gate(house()).reply(Draft(reply), conversation, occasion);
  }
  static Stopped stopped(std::variant<Passed, Stopped> judged) {
    if (auto* found = std::get_if<Stopped>(&judged)) return std::move(*found);
    ADD_FAILURE() << "it passed";
    return {};
  }
  static Composed passed(std::variant<Passed, Stopped> judged) {
    if (auto* found = std::get_if<Passed>(&judged)) return std::move(*found).spend();
    const auto& held = std::get<Stopped>(judged);
    std::string why = held.decision.error;
    for (const auto& rule : held.decision.rules) why += " " + rule.policy + "/" + rule.rule + "=" + std::string(to_word(rule.verdict));
    ADD_FAILURE() << "it was stopped:" << why;
    return {};
  }
  Judged went_by;  ///< what prompt() and ticket() went by
};

TEST_F(GateTest, LetsARoutineAnswerPassWithNoticeSourceAndDigestOfTheFinalBytes) {
  const auto composed = passed(judge(ai_reply(routine(), kAnswer)));
  EXPECT_EQ(composed.notice, "ai-notice@2/en");
  EXPECT_NE(composed.text.find("I am AI"), std::string::npos);
  EXPECT_NE(composed.text.find("Source: Delivery (https://help.example)"), std::string::npos);
  EXPECT_EQ(composed.digest, crypto::sha256_hex(composed.text));
}

TEST_F(GateTest, HoldsAReplyWhenTheDetectorFails) {
  AnotherHouse broken(house(), std::make_shared<Rules>(Rules{house().rules.get()->set, std::make_shared<BrokenDetector>()}));
  for (const Author author : {Author::ai, Author::person, Author::system}) {
    auto reply = ai_reply(routine(), kAnswer);
    reply.written_by = author;
    const auto held = stopped(Gate(broken.house).reply(Draft(reply), routine(), {}));
    EXPECT_EQ(held.decision.verdict, Verdict::hold) << to_word(author);
    EXPECT_FALSE(held.decision.error.empty());
  }
}

TEST_F(GateTest, HoldsAnArrivalWhenTheDetectorFails) {
  AnotherHouse broken(house(), std::make_shared<Rules>(Rules{house().rules.get()->set, std::make_shared<BrokenDetector>()}));
  const auto arrived = Gate(broken.house).arrival(routine(), "How long does delivery take?", {});
  EXPECT_EQ(arrived.decision.verdict, Verdict::hold);
  EXPECT_TRUE(arrived.decision.duties.ai_off);
}

TEST_F(GateTest, KeepsNoSecretForWhichTheMessageBeforeHasTheWord) {
  const auto arrived = Gate(house()).arrival(routine(), "Blue!Sky7", {"hello", "My password is"});
  EXPECT_EQ(arrived.text.find("Sky7"), std::string::npos) << arrived.text;
}

TEST_F(GateTest, KeepsNoDigitOfATextThatNobodyCouldLookAt) {
  AnotherHouse broken(house(), std::make_shared<Rules>(Rules{house().rules.get()->set, std::make_shared<BrokenDetector>()}));
  EXPECT_EQ(Gate(broken.house).arrival(routine(), "My CVV is 737.", {}).text, "My CVV is ***.");
}

TEST_F(GateTest, ShowsNoPromptToAModelWhenTheDetectorFails) {
  AnotherHouse broken(house(), std::make_shared<Rules>(Rules{house().rules.get()->set, std::make_shared<BrokenDetector>()}));
  auto conversation = routine();
  const auto screened = Gate(broken.house).prompt(conversation, {{{"customer", "hello"}}, {}, "en", clock.now()}, "kb", went_by);
  ASSERT_TRUE(std::holds_alternative<Stopped>(screened));
  EXPECT_EQ(std::get<Stopped>(screened).decision.verdict, Verdict::hold);
}

TEST_F(GateTest, LeavesOnlyAPointerInTheTicketWhenTheDetectorFails) {
  AnotherHouse broken(house(), std::make_shared<Rules>(Rules{house().rules.get()->set, std::make_shared<BrokenDetector>()}));
  plugin::TicketEvent event;
  event.text = "my card is 4111 1111 1111 1111";
  const auto filed = Gate(broken.house).ticket(routine(), event, "message-7", went_by).spend();
  EXPECT_EQ(filed.text.find("4111"), std::string::npos);
  EXPECT_NE(filed.text.find("message-7"), std::string::npos);
}

TEST_F(GateTest, HoldsEveryAiReplyWhenNoPolicyIsLoaded) {
  AnotherHouse empty(house(), std::make_shared<Rules>(Rules{policy::PolicySet::none(), house().rules.get()->detector}));
  ASSERT_EQ(routine().ai_may, AiMay::reply) << "granted while there were policies";
  const auto held = stopped(Gate(empty.house).reply(Draft(ai_reply(routine(), kAnswer)), routine(), {}));
  EXPECT_GE(held.decision.verdict, Verdict::hold);
}

TEST_F(GateTest, ShowsNothingToAModelWhenNoPolicyIsLoaded) {
  AnotherHouse empty(house(), std::make_shared<Rules>(Rules{policy::PolicySet::none(), house().rules.get()->detector}));
  auto conversation = routine();
  const auto screened = Gate(empty.house).prompt(conversation, {{{"customer", "hello"}}, {}, "en", clock.now()}, "kb", went_by);
  EXPECT_TRUE(std::holds_alternative<Stopped>(screened));
}

TEST_F(GateTest, GivesAnArrivalToAPersonWhenNoPolicyIsLoaded) {
  AnotherHouse empty(house(), std::make_shared<Rules>(Rules{policy::PolicySet::none(), house().rules.get()->detector}));
  const auto arrived = Gate(empty.house).arrival(routine(), "How long does delivery take?", {});
  EXPECT_GE(arrived.decision.verdict, Verdict::hold);
  EXPECT_EQ(arrived.decision.ai_may, AiMay::nothing);
}

TEST_F(GateTest, BlocksATextWhosePlaceholderCannotBeRestored) {
  Occasion occasion;
  occasion.unknown_placeholder = true;
  EXPECT_EQ(stopped(judge(ai_reply(routine(), kAnswer), routine(), occasion)).decision.verdict, Verdict::block);
}

TEST_F(GateTest, BlocksSomebodyElsesAddressInAnAiText) {
  const auto text = "We sent it to maria.lopez@example.org, three to five working days.";
  EXPECT_EQ(stopped(judge(ai_reply(routine(), text))).decision.verdict, Verdict::block);
}

TEST_F(GateTest, LetsTheCustomersOwnAddressStand) {
  Occasion occasion;
  occasion.known = {"my mail is Maria.Lopez@example.org"};
  const auto text = "We answer to maria.lopez@example.org within three to five working days.";
  const auto judged = judge(ai_reply(routine(), text), routine(), occasion);
  const auto* held = std::get_if<Stopped>(&judged);
  EXPECT_TRUE(held == nullptr || held->decision.verdict < Verdict::block);
}

TEST_F(GateTest, NeverLetsAnUnsignedAiTextPassWhileAPersonHasTheConversation) {
  for (const Owner owner : {Owner::person, Owner::nobody}) {
    auto conversation = routine();
    conversation.owner = owner;
    EXPECT_GE(stopped(judge(ai_reply(conversation, kAnswer), conversation)).decision.verdict, Verdict::hold) << to_word(owner);
  }
}

TEST_F(GateTest, NeverLetsAnAiTextPassToACustomerWhoRefusedAi) {
  auto conversation = routine();
  conversation.never_ai = true;
  EXPECT_GE(stopped(judge(ai_reply(conversation, kAnswer), conversation)).decision.verdict, Verdict::hold);
}

TEST_F(GateTest, HoldsWhereTheMomentAllowsADraftOnly) {
  auto conversation = routine();
  conversation.ai_may = AiMay::draft;
  EXPECT_EQ(stopped(judge(ai_reply(conversation, kAnswer), conversation)).decision.verdict, Verdict::hold);
}

TEST_F(GateTest, MarksEveryLaterAiTextWithTheLabelAndTheWayToAPerson) {
  auto conversation = routine();
  conversation.turn = 2;
  conversation.ai_turns = 1;
  conversation.notices = {{"ai-notice", clock.now()}};
  const auto composed = passed(judge(ai_reply(conversation, kAnswer), conversation));
  EXPECT_EQ(composed.notice, "ai-label@2/en");
  EXPECT_TRUE(composed.text.starts_with("[Written by AI] "));
  EXPECT_NE(composed.text.find("Write \"person\" to reach one of us."), std::string::npos);
}

TEST_F(GateTest, ShowsTheFullNoticeAgainWhenTheAiReturnsOrTheCustomerAsks) {
  auto conversation = routine();
  conversation.turn = 3;
  conversation.ai_turns = 2;
  conversation.notices = {{"ai-notice", clock.now()}};
  clock.advance(std::chrono::hours(4));
  auto back = conversation;
  back.ai_returns = true;
  EXPECT_EQ(passed(judge(ai_reply(back, kAnswer), back)).notice, "ai-notice@2/en");
  Occasion asked;
  asked.asks_if_ai = true;
  EXPECT_EQ(passed(judge(ai_reply(conversation, kAnswer), conversation, asked)).notice, "ai-notice@2/en");
}

TEST_F(GateTest, SpeaksTheCustomersLanguageInNotices) {
  auto conversation = routine();
  conversation.language = "de";
  const auto composed = passed(judge(ai_reply(conversation, kAnswer), conversation));
  EXPECT_EQ(composed.notice, "ai-notice@2/de");
  EXPECT_NE(composed.text.find("Ich bin eine KI"), std::string::npos);
}

TEST_F(GateTest, PutsNoAiMarkOnAPersonsText) {
  auto reply = ai_reply(routine(), "Sam here. Your parcel is on its way.");
  reply.written_by = Author::person;
  reply.user = "sam";
  auto conversation = routine();
  conversation.owner = Owner::person;
  const auto composed = passed(judge(reply, conversation));
  EXPECT_EQ(composed.text, reply.text);
  EXPECT_EQ(composed.notice, "");
}

TEST_F(GateTest, KeepsWhatAnEarlierVersionOfTheTextOwed) {
  auto reply = ai_reply(routine(), kAnswer);
  reply.owed = {{"team_lead", 2}};
  const auto held = stopped(judge(reply));
  EXPECT_EQ(held.decision.verdict, Verdict::hold);
  EXPECT_EQ(held.decision.duties.approvals.at("team_lead"), 2);
}

TEST_F(GateTest, LetsAHeldTextPassOnlyWithEnoughSignaturesOverItsBytes) {
  auto reply = ai_reply(routine(), "We will refund 180 EUR.");
  const auto held = stopped(judge(reply));
  ASSERT_EQ(held.decision.verdict, Verdict::hold);
  reply.signatures = {{"ana", "reviewer", held.digest}, {"ana", "reviewer", held.digest}};
  EXPECT_TRUE(std::holds_alternative<Stopped>(judge(reply))) << "one person twice";
  reply.signatures = {{"ana", "reviewer", held.digest}, {"bob", "reviewer", std::string(64, '0')}};
  EXPECT_TRUE(std::holds_alternative<Stopped>(judge(reply))) << "other bytes";
  reply.signatures = {{"ana", "reviewer", held.digest}, {"bob", "operator", held.digest}};
  EXPECT_TRUE(std::holds_alternative<Stopped>(judge(reply))) << "a role that may not";
  reply.signatures = {{"ana", "reviewer", held.digest}, {"bob", "reviewer", held.digest}};
  EXPECT_TRUE(std::holds_alternative<Passed>(judge(reply)));
}

TEST_F(GateTest, NoSignatureOpensABlock) {
  auto reply = ai_reply(routine(), "Maria lives here: maria.lopez@example.org");
  const auto blocked = stopped(judge(reply));
  reply.signatures = {{"ana", "reviewer", blocked.digest}, {"bob", "reviewer", blocked.digest}};
  EXPECT_EQ(stopped(judge(reply)).decision.verdict, Verdict::block);
}

TEST_F(GateTest, HidesFromTheModelAndFindsTheSameValueAgain) {
  auto conversation = routine();
  ASSERT_TRUE(house().keys.ensure(conversation.customer).ok());
  auto screened = Gate(house()).prompt(
      conversation, {{{"customer", "Mail ana@example.com, card 4111 1111 1111 1111"}, {"customer", "ana@example.com?"}}, {}, "en", clock.now()},
      "kb", went_by);
  ASSERT_TRUE(std::holds_alternative<Screened>(screened));
  const auto prompt = std::get<Screened>(std::move(screened)).spend();
  for (const auto& turn : prompt.turns) {
    EXPECT_EQ(turn.text.find("ana@example"), std::string::npos);
    EXPECT_EQ(turn.text.find("4111"), std::string::npos);
  }
  const auto token = prompt.turns[1].text.substr(0, prompt.turns[1].text.find(']') + 1);
  EXPECT_TRUE(token.starts_with("[ZQE")) << token;
  EXPECT_NE(prompt.turns[0].text.find(token), std::string::npos);
  EXPECT_FALSE(conversation.pseudonyms.empty());
}

TEST_F(GateTest, ACardSentInPiecesReachesNoModel) {
  auto conversation = routine();
  ASSERT_TRUE(house().keys.ensure(conversation.customer).ok());
  auto screened = Gate(house()).prompt(conversation,
                                       {{{"customer", "it starts 5555 5555"},
                                         {"assistant", "And the rest? Delivery takes 3 days."},
                                         {"customer", "until 12/27: 5555 4444 thanks"}},
                                        {},
                                        "en",
                                        clock.now()},
                                       "kb", went_by);
  ASSERT_TRUE(std::holds_alternative<Screened>(screened));
  const auto prompt = std::get<Screened>(std::move(screened)).spend();
  EXPECT_EQ(prompt.turns[0].text.find("5555"), std::string::npos) << prompt.turns[0].text;
  EXPECT_EQ(prompt.turns[2].text.find("5555"), std::string::npos) << prompt.turns[2].text;
  EXPECT_NE(prompt.turns[2].text.find("thanks"), std::string::npos);
}

TEST_F(GateTest, HealthNeverReachesAModel) {
  auto conversation = routine();
  const auto screened = Gate(house()).prompt(
      conversation, {{{"customer", "I have breast cancer and need chemotherapy, how long does delivery take?"}}, {}, "en", clock.now()}, "kb", went_by);
  ASSERT_TRUE(std::holds_alternative<Stopped>(screened));
  EXPECT_EQ(std::get<Stopped>(screened).decision.verdict, Verdict::block);
}

TEST_F(GateTest, StarsTheCardInTheTicketAndKeepsTheRest) {
  plugin::TicketEvent event;
  event.text = "my card is 4111 1111 1111 1111, please help";
  const auto filed = Gate(house()).ticket(routine(), event, "m", went_by).spend();
  EXPECT_EQ(filed.text, "my card is ****1111, please help");
  ASSERT_TRUE(went_by.decision && went_by.facts) << "for the record";
  EXPECT_EQ(went_by.facts->border, Border::ticket);
}

TEST_F(GateTest, TakesTheSecurityCodeOutOfWhatMayBeKept) {
  const auto arrived = Gate(house()).arrival(routine(), "Card 4111 1111 1111 1111, CVV 737, how long does delivery take?", {});
  EXPECT_EQ(arrived.text.find("737"), std::string::npos);
  EXPECT_NE(arrived.text.find("how long does delivery take"), std::string::npos);
}

}  // namespace
}  // namespace countersign::testing
