// The example of include/countersign/README.md: the same file, compiled, loaded and run.
#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "kit/private_folder.hpp"
#include "plugin/connectors.hpp"

namespace countersign::plugin {
namespace {

const std::string kSecret = "an-example-secret";

class ManualExample : public ::testing::Test {
 protected:
  void SetUp() override {
    auto loaded = load(BUILD_FOLDER "/tests/plugins/channel.example.so", folder.path, {});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    auto opened =
        (*loaded)->open({{"channel.name", "x"}, {"secret", kSecret}, {"deliver_to", "https://example.org/in"}});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    channel = std::make_unique<Channel>(*loaded, std::move(*opened), "x");
  }
  static Webhook webhook(const std::string& body) {
    Webhook hook{"POST", "/channels/x", {}, body, from_micros(1)};
    hook.headers = {{"x-example-signature", crypto::to_hex(crypto::hmac_sha256(kSecret, body))}};
    return hook;
  }
  PrivateFolder folder;
  std::unique_ptr<Channel> channel;
};

TEST_F(ManualExample, StandsWordForWordInTheManual) {
  const std::string manual = slurp(SOURCE_FOLDER "/include/countersign/README.md");
  const std::string example = slurp(SOURCE_FOLDER "/tests/kit/example.cpp");
  ASSERT_FALSE(example.empty());
  EXPECT_NE(manual.find("```cpp\n" + example + "```"), std::string::npos)
      << "copy tests/kit/example.cpp into the manual";
}

TEST_F(ManualExample, ReadsASignedMessage) {
  const auto inbound = channel->receive(webhook(R"({"id":"1","from":"ana","text":"hello"})"));
  ASSERT_TRUE(inbound.ok()) << inbound.error().message;
  EXPECT_EQ(inbound->event, "1");
  EXPECT_EQ(inbound->conversation, "ana");
  EXPECT_EQ(inbound->text, "hello");
}

TEST_F(ManualExample, RefusesAForgedOne) {
  auto hook = webhook(R"({"id":"1","from":"ana","text":"hello"})");
  hook.body += " ";
  int status = 0;
  const auto inbound = channel->receive(hook, &status);
  ASSERT_FALSE(inbound.ok());
  EXPECT_EQ(inbound.error().fault, Fault::forged);
  EXPECT_EQ(status, 401);
}

TEST_F(ManualExample, TellsUnreadableFromIncomplete) {
  int status = 0;
  EXPECT_FALSE(channel->receive(webhook("{"), &status).ok());
  EXPECT_EQ(status, 400);
  EXPECT_FALSE(channel->receive(webhook(R"({"id":"1"})"), &status).ok());
  EXPECT_EQ(status, 422);
}

TEST_F(ManualExample, WritesASignedReplyWithItsKey) {
  Outgoing out;
  out.conversation = "ana";
  out.text = "good \"day\"\n";
  out.idempotency_key = "k-1";
  const auto request = channel->compose(out);
  ASSERT_TRUE(request.ok()) << request.error().message;
  EXPECT_EQ(request->body, R"({"text":"good \"day\"\u000a","to":"ana"})");
  EXPECT_EQ(*find(request->headers, "X-Example-Signature"),
            crypto::to_hex(crypto::hmac_sha256(kSecret, request->body)));
  EXPECT_EQ(*find(request->headers, "Idempotency-Key"), "k-1");
}

}  // namespace
}  // namespace countersign::plugin
