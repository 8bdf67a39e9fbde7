// A plugin that throws, answers garbage or crawls, in each place where it is called: the message is kept for a person
// or was never accepted; it is not lost, not sent in part, and everybody else goes on.
#include "app/gateway.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kGarbage = {
    "throws",        "throws a number", "an unknown code", "a negative code", "no reason",
    "nothing",       "too many fields", "too much",        "a key twice",     "no memory behind a view",
    "invalid UTF-8", "absurd numbers"};

class Moody : public Road {
 protected:
  Moody() {
    fs::create_directory(folder.path / "plugins");
    for (const auto* id : {"channel.webhook", "model.knowledge", "helpdesk.desk"})
      fs::copy(std::string(BUILD_FOLDER "/plugins/") + id + ".so", folder.path / "plugins");
    fs::copy(ZOO_FOLDER "/channel.moody.so", folder.path / "plugins");
  }
  /// A channel "book" whose plugin does `what` at `where`; `shop` stays as it is.
  app::Reloaded put(const std::string& where, const std::string& what) {
    spill(folder.path / "countersign.yaml",
          "listen: 127.0.0.1:0\ndata: data\npolicies: policies\nplugins: {folder: plugins}\nchannels:\n"
          "  - {name: shop, plugin: channel.webhook, kind: webchat, settings: {secret: \"${env:ROAD_SECRET}\", "
          "deliver_to: \"" +
              customer_side.url() +
              "/out\"}}\n"
              "  - {name: book, plugin: channel.moody, kind: webchat, settings: {where: " +
              where + ", what: \"" + what + "\", deliver_to: \"" + customer_side.url() +
              "/book\"}}\n"
              "models:\n  - {name: kb, plugin: model.knowledge, settings: {folder: knowledge}}\n");
    return gateway->generations().reload("local");
  }
  Result<Accepted> note() {
    plugin::Webhook webhook;
    webhook.method = "POST";
    webhook.now = clock.now();
    ++events_;
    webhook.body =
        "e-" + std::to_string(events_) + "\nb-" + std::to_string(events_) + "\nHow long does standard delivery take?";
    webhook.headers = {{"x-word", webhook.body}};
    return arrive("book", webhook, &refused_as);
  }
  int refused_as = 0;
  [[nodiscard]] std::size_t sent_to(const std::string& path) const {
    const auto all = customer_side.seen();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.path == path; }));
  }
  std::string count(const std::string& from) { return value("SELECT COUNT(*) FROM " + from); }
  void expect_that_the_shop_works() {
    const auto before = sent_to("/out");
    ASSERT_TRUE(say("shop-" + std::to_string(++events_), "How long does standard delivery take?").ok());
    settle();
    EXPECT_EQ(sent_to("/out"), before + 1);
  }

 private:
  int events_ = 0;
};

TEST_F(Moody, GarbageWhileOpeningRefusesTheReloadAndNothingChanges) {
  ASSERT_TRUE(put("nowhere", "fine").ok);
  for (const auto& what : kGarbage) {
    const auto before = house().connectors.get();
    const auto done = put("open", what);
    EXPECT_FALSE(done.ok) << what;
    ASSERT_EQ(done.lines.size(), 1U) << what;
    EXPECT_NE(done.lines.front().find("plugin `channel.moody`"), std::string::npos) << done.lines.front();
    EXPECT_EQ(house().connectors.get(), before) << what;
    EXPECT_TRUE(note().ok()) << what;
  }
  expect_that_the_shop_works();
}

TEST_F(Moody, GarbageWhileVerifyingOrReadingAcceptsNothing) {
  for (const std::string where : {"verify", "read"}) {
    for (const auto& what : kGarbage) {
      // Verifying puts nothing out: what it puts is not looked at unless it breaks a limit, only its code counts.
      const bool says_yes =
          where == "verify" && (what == "nothing" || what == "invalid UTF-8" || what == "absurd numbers");
      if (says_yes) continue;
      ASSERT_TRUE(put(where, what).ok) << where << " " << what;
      EXPECT_FALSE(note().ok()) << where << " " << what;
      EXPECT_EQ(refused_as, what == "absurd numbers" ? 422 : 503) << where << " " << what;
    }
  }
  EXPECT_EQ(count("message"), "0");
  EXPECT_EQ(count("work"), "0");
  expect_that_the_shop_works();
}

TEST_F(Moody, GarbageWhileWritingSendsNothingAndAPersonGetsTheText) {
  for (const auto& what : kGarbage) {
    ASSERT_TRUE(put("write", what).ok) << what;
    const auto cases = std::stoi(count("owned_case"));
    ASSERT_TRUE(note().ok()) << what;
    settle();
    EXPECT_EQ(sent_to("/book"), 0U) << what;
    EXPECT_GT(std::stoi(count("owned_case")), cases) << what << ": nobody would see that the text did not leave";
    EXPECT_EQ(count("outbox WHERE state='delivered'"), "0") << what;
  }
  expect_that_the_shop_works();
}

TEST_F(Moody, GarbageAsTheAnswersTranslationTriesAgainWithTheSameKeyAndLosesNothing) {
  for (const auto& what : kGarbage) {
    ASSERT_TRUE(put("answer", what).ok) << what;
    customer_side.forget();
    ASSERT_TRUE(note().ok()) << what;
    settle({Task::answer});
    settle({Task::deliver});
    EXPECT_EQ(sent_to("/book"), 1U) << what;
    EXPECT_EQ(count("outbox WHERE state='delivered'"), "0") << what << ": nobody said that it arrived";
    advance(std::chrono::seconds(5));
    settle({Task::deliver});
    const auto seen = customer_side.seen();
    ASSERT_EQ(seen.size(), 2U) << what;
    EXPECT_EQ(*seen[0].header("idempotency-key"), *seen[1].header("idempotency-key")) << what;
    change("UPDATE outbox SET state='withdrawn'");
    change("DELETE FROM work");
  }
}

TEST_F(Moody, ASlowPluginCostsTimeAndNothingElse) {
  for (const std::string where : {"verify", "read", "write", "answer"}) {
    ASSERT_TRUE(put(where, "slow").ok) << where;
    customer_side.forget();
    ASSERT_TRUE(note().ok()) << where;
    settle();
    EXPECT_EQ(sent_to("/book"), 1U) << where;
  }
}

}  // namespace
}  // namespace countersign::testing
