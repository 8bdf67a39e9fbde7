// Intake: who wrote, has it come before, whose conversation is it; and what is never kept.
#include <thread>

#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

class IntakeTest : public Road {
 protected:
  static Fault fault(const Result<Accepted>& result) { return result.ok() ? Fault::internal : result.error().fault; }
};

TEST_F(IntakeTest, ADuplicateIsAnsweredLikeTheFirstAndChangesNothing) {
  const Said said{"c-1", "What are your opening hours?", "e-1"};
  const auto webhook = webhook_of(said);
  const auto first = arrive("shop", webhook);
  settle();
  const auto entries = value("SELECT COUNT(*) FROM entry");
  const auto revision = conversation("c-1").revision;
  const auto again = arrive("shop", webhook);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_FALSE(first->duplicate);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->message, first->message);
  EXPECT_EQ(settle(), 0);
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry"), entries);
  EXPECT_EQ(conversation("c-1").revision, revision);
  EXPECT_EQ(delivered("c-1").size(), 1U);
}

TEST_F(IntakeTest, ADuplicateIsKnownAfterARestart) {
  const auto webhook = webhook_of({"c-1", "What are your opening hours?", "e-1"});
  const auto first = arrive("shop", webhook);
  reopen();
  const auto again = arrive("shop", webhook);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->message, first->message);
}

TEST_F(IntakeTest, TheSameIdWithAnotherBodyIsAConflict) {
  ASSERT_TRUE(say({"c-1", "What are your opening hours?", "e-1"}).ok());
  EXPECT_EQ(fault(say({"c-1", "Something else entirely", "e-1"})), Fault::conflict);
  EXPECT_EQ(value("SELECT COUNT(*) FROM message"), "1");
}

TEST_F(IntakeTest, OneEventThatComesTwiceAtOnceIsKeptOnce) {
  const auto webhook = webhook_of({"c-1", "What are your opening hours?", "e-1"});
  std::vector<std::thread> threads;
  std::atomic<int> accepted = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] { accepted += arrive("shop", webhook).ok() ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(accepted, 8);
  EXPECT_EQ(value("SELECT COUNT(*) FROM message"), "1");
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='arrived'"), "1");
  settle();
  EXPECT_EQ(delivered("c-1").size(), 1U);
}

TEST_F(IntakeTest, TwoMessagesOfOneConversationAtOnceAreBothKept) {
  std::vector<plugin::Webhook> webhooks;
  for (int i = 0; i < 8; ++i) webhooks.push_back(webhook_of({"c-1", "Line " + std::to_string(i), "e-" + std::to_string(i)}));
  std::vector<std::thread> threads;
  std::atomic<int> accepted = 0;
  for (const auto& webhook : webhooks)
    threads.emplace_back([&] { accepted += arrive("shop", webhook).ok() ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(accepted, 8);
  EXPECT_EQ(value("SELECT COUNT(*) FROM message WHERE author='customer'"), "8");
  EXPECT_EQ(conversation("c-1").turn, 8);
}

TEST_F(IntakeTest, AnotherCustomerCannotWriteIntoAConversation) {
  ASSERT_TRUE(say({"c-1", "hello there", "e-1", "u-1"}).ok());
  EXPECT_EQ(fault(say({"c-1", "let me in", "e-2", "u-2"})), Fault::invalid);
  EXPECT_EQ(value("SELECT COUNT(*) FROM message WHERE author='customer'"), "1");
}

TEST_F(IntakeTest, AForgedMessageLeavesNothingBehind) {
  auto webhook = webhook_of({"c-1", "hello"});
  webhook.body.back() = ' ';
  webhook.body += '}';
  int status = 0;
  const auto refused = arrive("shop", webhook, &status);
  EXPECT_EQ(fault(refused), Fault::forged);
  EXPECT_EQ(status, 401);
  EXPECT_EQ(value("SELECT COUNT(*) FROM conversation"), "0");
  EXPECT_EQ(value("SELECT COUNT(*) FROM event"), "0");
}

TEST_F(IntakeTest, AMessageSignedAnHourAgoIsRefused) {
  const auto old = webhook_of({"c-1", "hello"});
  auto webhook = old;
  webhook.now += std::chrono::hours(1);
  EXPECT_EQ(fault(arrive("shop", webhook)), Fault::forged);
}

TEST_F(IntakeTest, AnUnknownChannelIsNotFound) {
  EXPECT_EQ(fault(arrive("nosuch", webhook_of({"c-1", "hello"}))), Fault::not_found);
}

TEST_F(IntakeTest, TooLongATextIsRefused) {
  EXPECT_EQ(fault(say("c-1", std::string(65537, 'a'))), Fault::too_large);
  EXPECT_TRUE(say("c-1", std::string(65536, 'a')).ok());
}

TEST_F(IntakeTest, NothingIsAcceptedThatTheStoreDidNotTake) {
  change("ALTER TABLE work RENAME TO work_gone");   // the job fails, so all of it is undone
  EXPECT_FALSE(say("c-1", "What are your opening hours?").ok());
  change("ALTER TABLE work_gone RENAME TO work");
  EXPECT_EQ(value("SELECT COUNT(*) FROM message"), "0");
  EXPECT_EQ(value("SELECT COUNT(*) FROM event"), "0");
  EXPECT_EQ(value("SELECT COUNT(*) FROM entry WHERE kind='arrived'"), "0");
}

/// Every text that can be read with all our keys: messages, notes of tickets, replies in the outbox, reviews, names.
class KeepsNothing : public Road {
 protected:
  std::string everything_readable(const std::string& name) {
    const auto of = conversation(name);
    std::string all = of.name + of.customer_id + of.customer_name + of.pseudonyms + "\n";
    for (const auto& message : messages(name)) all += message.text + "\n";
    if (const auto notes = gateway->desk().notes(of.ticket); notes.ok())
      for (const auto& note : *notes) all += note.text + "\n";
    for (const auto& id : column("SELECT message FROM outbox"))
      if (const auto row = Clearance(house()).row(id); row.ok())
        if (const auto reply = house().keys.open(of.customer, "reply:" + id, row->sealed_reply); reply.ok()) all += *reply + "\n";
    for (const auto& review : waiting()) all += review.text + review.reply.text + "\n";
    for (const auto& request : model_server.seen()) all += request.body;
    for (const auto& request : customer_side.seen()) all += request.body;
    return all;
  }
};

TEST_F(KeepsNothing, OfASecurityCodeOrAPassword) {
  say_and_settle("c-1", "How long does standard delivery take? Card 4111 1111 1111 1111, CVV 8264. My password is Tr0ub4dor-and-3!");
  const auto all = everything_readable("c-1");
  EXPECT_EQ(all.find(" 8264"), std::string::npos);   // with its space: ids and times may hold the same four digits
  EXPECT_EQ(all.find("Tr0ub4dor"), std::string::npos);
  EXPECT_NE(all.find("4111 1111 1111 1111"), std::string::npos) << "the message itself is readable with the keys";
  EXPECT_EQ(raw_data().find("Tr0ub4dor"), std::string::npos);
  EXPECT_EQ(raw_data().find("CVV 8264"), std::string::npos);
}

TEST_F(KeepsNothing, ReadableInTheFilesOfTheDataFolder) {
  ASSERT_TRUE(say({"zebra-conversation", "What are your opening hours? I wear an umbrella hat.", "e-zebra", "customer-giraffe", "Ana Okapi", "en"}).ok());
  settle();
  ASSERT_EQ(delivered("zebra-conversation").size(), 1U);
  const auto raw = raw_data();
  ASSERT_NE(raw.find("SQLite format 3"), std::string::npos) << "the database was looked at";
  for (const char* word : {"zebra", "umbrella", "giraffe", "Okapi", "8 to 18"})
    EXPECT_EQ(raw.find(word), std::string::npos) << word;
}

}  // namespace
}  // namespace countersign::testing
