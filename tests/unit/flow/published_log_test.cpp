// The published log of a gateway that runs: what is served to whom, receipts of real deliveries, and a node that cannot
// publish.
#include <gtest/gtest.h>

#include <thread>

#include "auditor/verify.hpp"
#include "http/users.hpp"
#include "publish/publisher.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

class PublishedLog : public Road {
 protected:
  explicit PublishedLog(const std::string& further = "") : Road({{"kb"}, "resend", "webchat", "", "", further}) {}
  /// One question, asked and answered.
  Delivered exchange() {
    const auto before = delivered().size();
    EXPECT_TRUE(say("c-1", "How long does standard delivery take?").ok());
    while (delivered().size() == before) std::this_thread::yield();
    while (value("SELECT count(*) FROM work WHERE task IN ('deliver','file','answer')") != "0")
      std::this_thread::yield();
    return delivered().back();
  }
  http::Response get(const std::string& path, const std::string& token = "") {
    const auto exchange = std::make_shared<OneAnswer>();
    http::Request request{"GET", path, "", {}, "", ""};
    if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + token);
    gateway->router().handle(request, http::Reply(exchange));
    return exchange->response;
  }
  std::string token(const std::string& role) {
    return users::create_token(gateway->store(), gateway->roles(), role + "-1", role, clock.now()).value();
  }
  [[nodiscard]] fs::path log() const { return folder.path / "data" / "audit"; }
};

TEST_F(PublishedLog, IsServedToWhoMaySeeTheRecordAndHoldsWhatHappened) {
  ASSERT_TRUE(gateway->start().ok());
  const auto reply = exchange();
  ASSERT_TRUE(gateway->log()->publish().ok());
  const auto auditor = token("auditor");
  EXPECT_EQ(get("/audit/checkpoint").status, 401);
  EXPECT_EQ(get("/audit/checkpoint", token("reviewer")).status, 403);
  const auto checkpoint = get("/audit/checkpoint", auditor);
  EXPECT_EQ(checkpoint.status, 200);
  EXPECT_EQ(*http::find(checkpoint.headers, "Content-Type"), "text/plain; charset=utf-8");
  const auto key = tlog::VerifierKey::parse(get("/audit/log.vkey", auditor).body).value();
  const auto opened = tlog::open_checkpoint(checkpoint.body, key).value();
  const auto tile = get("/audit/tile/0/000.p/" + std::to_string(opened.size), auditor);
  EXPECT_EQ(*http::find(tile.headers, "Content-Type"), "application/octet-stream");
  EXPECT_EQ(tile.body.size(), opened.size * 32);
  for (const auto* path : {"/audit/keys/log.key", "/audit/..%2Fkeys%2Flog.key", "/audit/countersign.db",
                           "/audit/.unfinished", "/audit/tile/0/001", "/audit/tile/9/000", "/audit/tile"})
    EXPECT_EQ(get(path, auditor).status, 404) << path;

  const auto receipt = get("/api/v1/audit/receipts/" + reply.receipt, auditor);
  ASSERT_EQ(receipt.status, 200) << receipt.body;
  const auto read = tlog::Receipt::parse(receipt.body).value();
  EXPECT_TRUE(tlog::verify(read, key).ok());
  EXPECT_EQ(json::parse(read.entry)->text("message"), reply.id);
  EXPECT_EQ(get("/api/v1/audit/receipts/" + reply.id, auditor).body, receipt.body);
  EXPECT_EQ(get("/api/v1/audit/receipts/nothing", auditor).status, 404);
  EXPECT_EQ(get("/api/v1/audit/receipts/" + reply.receipt).status, 401);

  const auto found = auditor::verify(publish::LogFolder(log()), {key, {}}).value();
  for (const auto& one : found.findings) ADD_FAILURE() << one.where << ": " << one.what;
  EXPECT_GE(found.kinds.at("delivered"), 1U);
}

class OpenLog : public PublishedLog {
 protected:
  OpenLog() : PublishedLog("audit: {open: true, origin: log.example/shop}\n") {}
};

TEST_F(OpenLog, IsServedToEverybodyUnderItsName) {
  EXPECT_EQ(get("/audit/checkpoint").status, 503);  // not started
  ASSERT_TRUE(gateway->start().ok());
  EXPECT_TRUE(get("/audit/checkpoint").body.starts_with("log.example/shop\n"));
  EXPECT_EQ(get("/api/v1/audit/receipts/x").status, 401);
}

TEST_F(PublishedLog, ANodeThatCannotPublishIsSilentUntilItIsRecovered) {
  ASSERT_TRUE(gateway->start().ok());
  exchange();
  ASSERT_TRUE(gateway->log()->publish().ok());
  fs::remove_all(log() / ".unfinished");
  spill(log() / ".unfinished", "a file where the folder should be");
  token("agent");  // something to publish
  EXPECT_FALSE(gateway->log()->publish().ok());
  const auto sent = customer_side.seen().size();
  const auto refused = say("c-2", "How long does standard delivery take?");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_NE(refused.error().message.find("cannot write"), std::string::npos) << refused.error().message;
  EXPECT_EQ(get("/readyz").status, 503);
  EXPECT_NE(get("/readyz").body.find("restart countersign"), std::string::npos);
  EXPECT_NE(get("/metrics").body.find("countersign_log_healthy 0"), std::string::npos);
  fs::remove(log() / ".unfinished");
  fs::create_directory(log() / ".unfinished");  // mended: still nothing, for what is there was not looked at
  EXPECT_FALSE(say("c-2", "How long does standard delivery take?").ok());
  EXPECT_EQ(customer_side.seen().size(), sent);
  reopen();
  ASSERT_TRUE(gateway->start().ok());
  exchange();
  ASSERT_TRUE(gateway->log()->publish().ok());
  EXPECT_EQ(get("/readyz").status, 200);
  const auto found = auditor::verify(publish::LogFolder(log()), {gateway->log()->key(), {}}).value();
  for (const auto& one : found.findings) ADD_FAILURE() << one.where << ": " << one.what;
  EXPECT_EQ(std::to_string(found.entries), value("SELECT count(*) FROM entry"));
}

}  // namespace
}  // namespace countersign::testing
