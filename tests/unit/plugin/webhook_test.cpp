#include "base/crypto.hpp"
#include "base/json.hpp"
#include "unit/plugin/bundled.hpp"

namespace countersign::plugin {
namespace {

const std::string kSecret = "accept-secret";
const Fields kSettings{{"channel.name", "shop"}, {"secret", kSecret}, {"deliver_to", "http://127.0.0.1:9/out"}};
const std::string kGood = R"({"id":"e-1","conversation":"c-1","customer":{"id":"u-1"},"text":"hi"})";

std::string mac(const std::string& time, const std::string& direction, const std::string& body) {
  return crypto::to_hex(crypto::hmac_sha256(kSecret, time + "." + direction + ".shop." + body));
}

class WebhookChannel : public WithBundled {
 protected:
  Channel shop() { return Channel(plugin("channel.webhook"), open("channel.webhook", kSettings), "shop"); }
  static Webhook hook(const std::string& body, std::chrono::seconds age = {}, const std::string& direction = "in") {
    const std::string time =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>((noon() - age).time_since_epoch()).count());
    Webhook webhook{"POST", "/channels/shop", {}, body, noon()};
    webhook.headers = {{"x-countersign-signature", "t=" + time + ",v1=" + mac(time, direction, body)}};
    return webhook;
  }
  int status_of(const Webhook& webhook) {
    int status = 202;
    static_cast<void>(shop().receive(webhook, &status));
    return status;
  }
};

TEST_F(WebhookChannel, TranslatesEveryField) {
  const auto in = shop().receive(
      hook(R"({"id":"e-1","conversation":"c-1","customer":{"id":"u-1","name":"Ana","locale":"en"},"text":"hi",
    "sent_at":"2026-11-21T10:00:00Z","attachments":[{"url":"https://f.example/1","media_type":"image/png","name":"1.png"}]})"));
  ASSERT_TRUE(in.ok()) << in.error().message;
  EXPECT_EQ(in->event, "e-1");
  EXPECT_EQ(in->conversation, "c-1");
  EXPECT_EQ(in->customer, "u-1");
  EXPECT_EQ(in->name, "Ana");
  EXPECT_EQ(in->locale, "en");
  EXPECT_EQ(in->text, "hi");
  EXPECT_EQ(in->sent_at, from_rfc3339("2026-11-21T10:00:00Z"));
  ASSERT_EQ(in->attachments.size(), 1U);
  EXPECT_EQ(in->attachments[0].media_type, "image/png");
}

TEST_F(WebhookChannel, NeedsOnlyWhatTheInterfaceNeeds) { EXPECT_EQ(status_of(hook(kGood)), 202); }

TEST_F(WebhookChannel, RefusesForgedReflectedOldAndFutureSignatures) {
  auto forged = hook(kGood);
  forged.headers[0].second = "t=1,v1=" + std::string(64, '0');
  EXPECT_EQ(status_of(forged), 401);
  EXPECT_EQ(status_of(hook(kGood, {}, "out")), 401);
  EXPECT_EQ(status_of(hook(kGood, std::chrono::seconds(301))), 401);
  EXPECT_EQ(status_of(hook(kGood, std::chrono::seconds(-301))), 401);
  EXPECT_EQ(status_of(hook(kGood, std::chrono::seconds(300))), 202);
  EXPECT_EQ(status_of(hook(kGood, std::chrono::seconds(-300))), 202);
}

TEST_F(WebhookChannel, RefusesASignatureForAnotherBodyOrInAnotherSpelling) {
  auto other = hook(kGood);
  other.body += " ";
  EXPECT_EQ(status_of(other), 401);
  const std::string value = hook(kGood).headers[0].second;
  for (const std::string& odd : {std::string(), value + ",v1=0", " " + value, "t=+" + value.substr(2),
                                 "t=0" + value.substr(2), value.substr(0, 40)}) {
    auto webhook = hook(kGood);
    webhook.headers[0].second = odd;
    EXPECT_EQ(status_of(webhook), 401) << odd;
  }
  auto bare = hook(kGood);
  bare.headers.clear();
  EXPECT_EQ(status_of(bare), 401);
}

TEST_F(WebhookChannel, Answers400ToWhatIsNoJsonAnd422ToWhatIsWrong) {
  for (const char* body : {"{", "", "\xff\xfe"}) EXPECT_EQ(status_of(hook(body)), 400) << body;
  for (const char* body :
       {"[]", "7", R"({"id":"x"})", R"({"id":"a","id":"b","conversation":"c","customer":{"id":"u"},"text":"hi"})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","written_by":"ai"})",
        R"({"id":"e","conversation":"c","customer":{"id":"u","vip":true},"text":"hi"})",
        R"({"id":7,"conversation":"c","customer":{"id":"u"},"text":"hi"})",
        R"({"id":"e","conversation":"c","customer":"u","text":"hi"})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":null})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","attachments":[{"url":"x","size":1}]})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","attachments":["x"]})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","attachments":[{"url":"javascript:alert"}]})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","attachments":[{"url":"file:///etc/passwd"}]})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","attachments":[{"url":"data:text/html,<b>"}]})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","attachments":[{"url":"//f.example/1"}]})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","attachments":[{"url":"https://"}]})",
        R"({"id":"e","conversation":"c","customer":{"id":"u"},"text":"hi","customer/id":"v"})"}) {
    EXPECT_EQ(status_of(hook(body)), 422) << body;
  }
}

TEST_F(WebhookChannel, WritesTheSignedRequestOfTheInterface) {
  Outgoing out{"m-1", "c-1", "u-1", "Three \"days\"", Author::ai_edited, "", "m-0", "r-1", "k-1", noon()};
  const auto request = shop().compose(out);
  ASSERT_TRUE(request.ok()) << request.error().message;
  EXPECT_EQ(request->url, "http://127.0.0.1:9/out");
  EXPECT_EQ(*find(request->headers, "Idempotency-Key"), "k-1");
  const std::string time = std::to_string(micros(noon()) / 1'000'000);
  EXPECT_EQ(*find(request->headers, "X-Countersign-Signature"), "t=" + time + ",v1=" + mac(time, "out", request->body));
  const auto body = json::parse(request->body);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->text("text"), "Three \"days\"");
  EXPECT_EQ(body->text("written_by"), "ai_edited");
  EXPECT_TRUE(body->find("notice")->is_null());
  EXPECT_EQ(body->text("in_reply_to"), "m-0");
  EXPECT_EQ(body->text("receipt"), "r-1");
}

TEST_F(WebhookChannel, ReadsTheCustomersSideAnswer) {
  const Channel channel = shop();
  const auto outcome = [&](int status) { return channel.outcome({status, {}, "", true}).outcome; };
  for (const int status : {200, 202, 204}) EXPECT_EQ(outcome(status), Outcome::delivered);
  for (const int status : {400, 401, 404, 410, 422}) EXPECT_EQ(outcome(status), Outcome::refused);
  for (const int status : {302, 408, 425, 429, 500, 503}) EXPECT_EQ(outcome(status), Outcome::retry);
  EXPECT_EQ(outcome(0), Outcome::unknown) << "it may have arrived";
  EXPECT_EQ(channel.outcome({0, {}, "", false}).outcome, Outcome::retry) << "nothing was sent";
  EXPECT_EQ(channel.outcome({429, {{"retry-after", "30"}}, "", true}).retry_after, std::chrono::seconds(30));
}

TEST_F(WebhookChannel, RefusesWrongSettingsByName) {
  EXPECT_NE(refusal("channel.webhook", {{"channel.name", "s"}, {"deliver_to", "http://x"}}).find("`secret`"),
            std::string::npos);
  EXPECT_NE(refusal("channel.webhook", {{"channel.name", "s"}, {"deliver_to", "http://x"}, {"secret", "short"}})
                .find("8 characters"),
            std::string::npos);
  EXPECT_NE(refusal("channel.webhook", {{"channel.name", "s"}, {"deliver_to", "ftp://x"}, {"secret", "long-enough"}})
                .find("`deliver_to`"),
            std::string::npos);
  Fields unknown = kSettings;
  unknown.emplace_back("deliverto", "x");
  EXPECT_NE(refusal("channel.webhook", unknown).find("`deliverto` is unknown"), std::string::npos);
}

}  // namespace
}  // namespace countersign::plugin
