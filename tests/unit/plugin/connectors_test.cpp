// The typed faces against plugins that answer whatever a test wants: what must not pass is refused here.
#include "plugin/connectors.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace countersign::plugin {
namespace {

struct FakeInstance final : Instance {
  Answer verified{Code::ok, {}, ""};
  Answer answer{Code::ok, {}, ""};
  mutable Fields asked;
  [[nodiscard]] Answer verify(const Fields&) const override { return verified; }
  [[nodiscard]] Answer read(const Fields& in) const override { return asked = in, answer; }
  [[nodiscard]] Answer write(const Fields& in) const override { return asked = in, answer; }
};

struct FakePlugin final : Plugin {
  std::string id_ = "channel.fake";
  std::string version_ = "1";
  [[nodiscard]] Kind kind() const override { return Kind::channel; }
  [[nodiscard]] const std::string& id() const override { return id_; }
  [[nodiscard]] const std::string& version() const override { return version_; }
  [[nodiscard]] const std::string& digest() const override { return version_; }
  [[nodiscard]] Result<std::unique_ptr<Instance>> open(const Fields&) const override { return Error{}; }
};

template <class T, class... Name>
T with(Answer answer, Name... name) {
  auto instance = std::make_unique<FakeInstance>();
  instance->answer = std::move(answer);
  return T(std::make_shared<FakePlugin>(), std::move(instance), name...);
}

Channel channel(Fields out) { return with<Channel>({Code::ok, std::move(out), ""}, "shop"); }
const Fields kMessage{{"event", "e"}, {"conversation", "c"}, {"customer", "u"}, {"text", "hi"}};

Fields but(Fields fields, const std::string& key, const std::string& value) {
  for (auto& [name, old] : fields) {
    if (name == key) {
      old = value;
      return fields;
    }
  }
  fields.emplace_back(key, value);
  return fields;
}

TEST(Channel, TakesACompleteMessage) {
  const auto in = channel(but(kMessage, "sent_at", "2026-11-21T10:00:00+01:00")).receive({});
  ASSERT_TRUE(in.ok()) << in.error().message;
  EXPECT_EQ(in->customer, "u");
  EXPECT_EQ(in->sent_at, from_rfc3339("2026-11-21T09:00:00Z"));
}

/// The status for the sender of a webhook that the plugin translates like this.
int status_for(const Fields& out, Fault fault) {
  int status = 0;
  const auto in = channel(out).receive({}, &status);
  EXPECT_FALSE(in.ok());
  EXPECT_TRUE(in.ok() || in.error().fault == fault);
  return status;
}

TEST(Channel, RefusesForGoodWhatTheSenderMayHaveWritten) {
  const std::vector<Fields> wrong = {but(kMessage, "conversation", "a\nb"),
                                     but(kMessage, "customer", std::string(600, 'x')),
                                     but(kMessage, "text", std::string(300'000, 'x')), but(kMessage, "text", ""),
                                     but(kMessage, "sent_at", "yesterday")};
  for (const auto& out : wrong) EXPECT_EQ(status_for(out, Fault::invalid), 422);
}

TEST(Channel, WhatThePluginGarbledIsOursAndComesAgain) {
  for (const auto& out : {but(kMessage, "event", ""), but(kMessage, "text", "\xff\xfe"), Fields{}})
    EXPECT_EQ(status_for(out, Fault::internal), 503);
  int status = 0;
  EXPECT_FALSE(with<Channel>({Code::internal, {}, "breaks a limit"}, "shop").receive({}, &status).ok());
  EXPECT_EQ(status, 503);
}

TEST(Channel, NeverReadsAWebhookThatDoesNotVerify) {
  for (const Code code : {Code::forged, Code::internal, Code::unsupported, Code::retry, Code::invalid}) {
    auto instance = std::make_unique<FakeInstance>();
    instance->verified = {code, {}, "no"};
    instance->answer.out = kMessage;
    const FakeInstance& seen = *instance;
    const Channel shop(std::make_shared<FakePlugin>(), std::move(instance), "shop");
    EXPECT_FALSE(shop.receive({}).ok());
    EXPECT_TRUE(seen.asked.empty());
  }
}

TEST(Channel, TreatsAnUnclearOutcomeAsUnknownNeverAsDelivered) {
  EXPECT_EQ(channel({}).outcome({}).outcome, Outcome::unknown);
  EXPECT_EQ(channel({{"outcome", "Delivered"}}).outcome({}).outcome, Outcome::unknown);
  EXPECT_EQ(with<Channel>({Code::internal, {{"outcome", "delivered"}}, "x"}, "shop").outcome({}).outcome,
            Outcome::unknown);
  EXPECT_EQ(channel({{"outcome", "delivered"}}).outcome({}).outcome, Outcome::delivered);
}

TEST(Channel, AnOutcomeWithoutAReasonGetsOne) {
  const auto why = [](int status, bool sent) {
    return channel({{"outcome", "retry"}}).outcome({status, {}, "", sent}).detail;
  };
  EXPECT_EQ(why(503, true), "it answered 503");
  EXPECT_EQ(why(0, true), "no answer came");
  EXPECT_EQ(why(0, false), "it could not be reached");
  EXPECT_EQ(channel({{"outcome", "delivered"}}).outcome({200, {}, "", true}).detail, "");
}

TEST(Channel, IgnoresARetryAfterThatIsNoSaneNumber) {
  EXPECT_EQ(channel({{"outcome", "retry"}, {"retry_after", "7"}}).outcome({}).retry_after, std::chrono::seconds(7));
  for (const char* odd : {"-1", "7s", "99999999999999", ""}) {
    EXPECT_FALSE(channel({{"outcome", "retry"}, {"retry_after", odd}}).outcome({}).retry_after.has_value()) << odd;
  }
}

TEST(Channel, RefusesARequestThatSmugglesHeadersOrGoesElsewhere) {
  const Fields good{{"method", "post"}, {"url", "https://x.example/"}, {"header.A", "b"}};
  EXPECT_EQ(channel(good).compose({})->method, "POST");
  const std::vector<Fields> wrong = {
      but(good, "url", "file:///etc/passwd"), but(good, "url", "https://x/\r\nA: b"),
      but(good, "method", "CONNECT"),         but(good, "header.A", "b\r\nC: d"),
      but(good, "header.Host", "y.example"),  but(good, "header.transfer-encoding", "chunked"),
      but(good, "header.A: b", "c"),          but(good, "method", "")};
  for (const auto& out : wrong) {
    const auto request = channel(out).compose({});
    ASSERT_FALSE(request.ok());
    EXPECT_EQ(request.error().fault, Fault::internal);
  }
}

TEST(Model, IsEitherAnAnswerOrAReasonWhyNot) {
  const auto ask = [](Fields out) { return with<Model>({Code::ok, std::move(out), ""}, "m").ask({}); };
  EXPECT_EQ(ask({{"text", "yes"}})->drafted->text, "yes");
  EXPECT_EQ(ask({{"why_not", "unknown"}})->drafted->why_not, "unknown");
  EXPECT_TRUE(ask({{"why_not", "unknown"}})->drafted->text.empty());
  EXPECT_FALSE(ask({}).ok());
  EXPECT_FALSE(ask({{"text", " \n"}}).ok());
  EXPECT_FALSE(ask({{"text", "yes"}, {"why_not", "unknown"}}).ok());
  EXPECT_FALSE(ask({{"text", "\xc3"}}).ok());
}

TEST(Model, TellsLaterFromUseless) {
  EXPECT_EQ(with<Model>({Code::retry, {}, "busy"}, "m").answer({}).error().fault, Fault::unavailable);
  EXPECT_EQ(with<Model>({Code::invalid, {}, "cut"}, "m").answer({}).error().fault, Fault::invalid);
  EXPECT_EQ(with<Model>({Code::internal, {}, "x"}, "m").answer({}).error().fault, Fault::internal);
}

TEST(Model, HandsThePromptToThePluginWhenItReads) {
  auto instance = std::make_unique<FakeInstance>();
  instance->answer.out = {{"text", "yes"}};
  const FakeInstance& seen = *instance;
  const Model model(std::make_shared<FakePlugin>(), std::move(instance), "m");
  ASSERT_TRUE(model.answer({200, {}, "{}", true}, {{{"customer", "q"}}, {{"t", "p", "s"}}, "en", {}}).ok());
  EXPECT_EQ(*find(seen.asked, "passage.0.text"), "p");
  EXPECT_EQ(*find(seen.asked, "turn.0.role"), "customer");
  EXPECT_EQ(*find(seen.asked, "status"), "200");
}

TEST(Helpdesk, SkipsEventsThatAreNoReplyAndRefusesHalfOnes) {
  EXPECT_FALSE(with<Helpdesk>({Code::ok, {{"ignored", "true"}}, ""}).receive({})->has_value());
  EXPECT_FALSE(with<Helpdesk>({Code::ok, {{"event", "e"}, {"ticket", "t"}, {"text", "x"}}, ""}).receive({}).ok());
  const auto whole =
      with<Helpdesk>({Code::ok, {{"event", "e"}, {"ticket", "t"}, {"agent", "a"}, {"text", "x"}}, ""}).receive({});
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ((*whole)->agent, "a");
}

}  // namespace
}  // namespace countersign::plugin
