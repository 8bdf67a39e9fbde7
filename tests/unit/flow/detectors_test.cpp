// Detector plugins on the road: what they find is decided about like anything else, on the record with who looked; one
// that fails holds every text and loses none; and a reload changes them, their memory and the policies together.
#include "app/gateway.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDeclared = "finding: Words of the house\nid: house_word\n";
constexpr const char* kRule = R"(policy: House words go to a person
id: house-words
version: 1
owner: dpo@example.com
why: [house_rule]
mode: enforce
at: arrival
must:
  - not_contain: {finding: [house_word]}
if_not: give_to_a_person
give_to: {queue: complaints, priority: urgent}
say: hand-over
examples:
  - given: {finding: house_word}
    expect: give_to_a_person
  - given: {topic: delivery}
    expect: send
)";
constexpr const char* kReplyRule = R"(policy: House words are looked at before they leave
id: house-words-out
version: 1
owner: dpo@example.com
why: [house_rule]
mode: enforce
at: reply
applies_to: {written_by: ai}
must:
  - not_contain: {finding: [house_word]}
if_not: hold_for_review
examples:
  - given: {finding: house_word, written_by: ai}
    expect: hold_for_review
  - given: {written_by: ai}
    expect: send
)";

class DetectorRoad : public Road {
 protected:
  DetectorRoad() {
    fs::create_directory(folder.path / "plugins");
    for (const auto* id : {"channel.webhook", "model.knowledge", "helpdesk.desk", "detect.wordlist"})
      fs::copy(std::string(BUILD_FOLDER "/plugins/") + id + ".so", folder.path / "plugins");
    fs::copy(ZOO_FOLDER "/detect.moody.so", folder.path / "plugins");
    spill(folder.path / "words.txt", "unicorn\nstandard delivery\n");
  }
  void write(const std::string& detectors) const {
    spill(folder.path / "countersign.yaml",
          "listen: 127.0.0.1:0\ndata: data\npolicies: policies\nplugins: {folder: plugins}\nchannels:\n"
          "  - {name: shop, plugin: channel.webhook, kind: webchat, settings: {secret: \"${env:ROAD_SECRET}\", "
          "deliver_to: \"" +
              customer_side.url() +
              "/out\"}}\n"
              "models:\n  - {name: kb, plugin: model.knowledge, settings: {folder: knowledge}}\n" +
              detectors);
  }
  app::Reloaded reload(const std::string& detectors) {
    write(detectors);
    return gateway->generations().reload("local");
  }
  static std::string words() {
    return "detectors:\n  - name: house\n    plugin: detect.wordlist\n    settings: {file: words.txt, kind: "
           "house_word}\n";
  }
  static std::string moody(const std::string& what, const std::string& within = "10 seconds") {
    return "detectors:\n  - name: house\n    plugin: detect.moody\n    within: " + within +
           "\n    settings: {what: \"" + what + "\"}\n";
  }
  void declare() {
    spill(folder.path / "policies" / "house.yaml", kDeclared);
    spill(folder.path / "policies" / "rules" / "90-house.yaml", kRule);
  }
  static std::string all(const app::Reloaded& done) {
    std::string lines;
    for (const auto& line : done.lines) lines += line + "\n";
    return lines;
  }
  [[nodiscard]] std::string health() const {
    const auto exchange = std::make_shared<OneAnswer>();
    gateway->router().handle({"GET", "/readyz", "", {}, "", ""}, http::Reply(exchange));
    return exchange->response.body;
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(DetectorRoad, AWordOfTheListIsHandedOverAsThePolicySaysAndTheRecordNamesWhoLooked) {
  declare();
  const auto done = reload(words());
  ASSERT_TRUE(done.ok) << all(done);
  EXPECT_TRUE(has(all(done), "detector house: new")) << all(done);
  const auto message = say_and_settle("c-1", "Do you sell a UNICORN saddle?");
  EXPECT_EQ(conversation("c-1").queue, "complaints");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  std::string entries;
  for (const auto& entry : record_of(message)) entries += json::dump(entry) + "\n";
  EXPECT_TRUE(has(entries, "house-words")) << entries;
  EXPECT_TRUE(has(entries, R"("house_word":{"count":1,"score":1000})")) << entries;
  EXPECT_TRUE(has(entries, "detect.wordlist@1.0.0/")) << entries;
  EXPECT_FALSE(has(entries, "UNICORN")) << entries;

  say_and_settle("c-2", "What are your opening hours?");
  EXPECT_EQ(delivered_by("ai", "c-2").size(), 1U) << "everything else goes as before";
}

TEST_F(DetectorRoad, AWordInAnAnswerHoldsIt) {
  spill(folder.path / "policies" / "house.yaml", kDeclared);
  spill(folder.path / "policies" / "rules" / "90-house.yaml", kReplyRule);
  ASSERT_TRUE(reload(words()).ok);
  say_and_settle("c-1", "How long does delivery take?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_EQ(the_review().conversation, conversation("c-1").id);
}

TEST_F(DetectorRoad, WhateverADetectorDoesWrongHoldsTheTextForAPersonAndLosesNone) {
  declare();
  int asked = 0;
  for (const char* what : {"throws", "throws a number", "refuses", "outside", "backwards", "another kind", "a gap"}) {
    ASSERT_TRUE(reload(moody(what)).ok) << what;
    const auto name = "c-" + std::to_string(++asked);
    ASSERT_TRUE(say(name, "What are your opening hours? It is 12:30.").ok()) << what;
    settle();
    EXPECT_TRUE(delivered_by("ai", name).empty()) << what;
    EXPECT_EQ(conversation(name).owner, Owner::nobody) << what;
    ASSERT_GE(messages(name).size(), 1U) << what;
    EXPECT_EQ(messages(name).front().text, "What are your opening hours? It is **:**.") << what;
    EXPECT_TRUE(has(health(), "detector:house: plugin `detect.moody`")) << what << health();
  }
  ASSERT_TRUE(reload(words()).ok);
  say_and_settle("c-after", "What are your opening hours?");
  EXPECT_EQ(delivered_by("ai", "c-after").size(), 1U);
}

TEST_F(DetectorRoad, OneThatTakesTooLongHoldsTheTextToo) {
  declare();
  ASSERT_TRUE(reload(moody("slow", "1 millisecond")).ok);
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_TRUE(has(health(), "took too long")) << health();
}

TEST_F(DetectorRoad, AReloadForgetsWhatAnOlderGenerationSaw) {
  declare();
  ASSERT_TRUE(reload(words()).ok);
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_EQ(delivered_by("ai", "c-1").size(), 1U);
  spill(folder.path / "words.txt", "opening hours\n");
  EXPECT_TRUE(has(health(), "`countersign reload` takes them up")) << health();
  ASSERT_TRUE(reload(words()).ok);
  EXPECT_FALSE(has(health(), "takes them up")) << health();
  say_and_settle("c-2", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-2").empty()) << "the very same words, seen with other eyes";
}

TEST_F(DetectorRoad, KindsThatDoNotFitAreRefusedAtOnceWithTheirMend) {
  auto done = reload(words());
  EXPECT_FALSE(done.ok);
  EXPECT_TRUE(has(all(done), "C050")) << all(done);
  EXPECT_TRUE(has(all(done), "id: house_word")) << all(done);
  declare();
  done = reload("");
  EXPECT_FALSE(done.ok) << "a rule about what nobody finds would never match";
  EXPECT_TRUE(has(all(done), "house.yaml:2:5 C051 no detector gives `house_word`")) << all(done);
  ASSERT_TRUE(reload(words()).ok);
  EXPECT_TRUE(has(all(reload(moody("a reserved kind"))), "belongs to the gateway alone"));
  EXPECT_TRUE(has(all(reload(moody("no kinds"))), "names no kind of finding"));
  EXPECT_TRUE(has(all(reload(moody("fine", "forever"))), "C037"));
  say_and_settle("c-1", "A unicorn!");
  EXPECT_EQ(conversation("c-1").queue, "complaints") << "what was in force stays";
}

TEST_F(DetectorRoad, PoliciesThatDeclareWhatNoDetectorGivesAreNotPutInForce) {
  const auto before = house().rules.get()->set->digest();
  declare();
  EXPECT_FALSE(gateway->policies().load().ok());
  EXPECT_EQ(house().rules.get()->set->digest(), before);
  EXPECT_TRUE(has(gateway->policies().refused(), "no detector gives `house_word`"));
}

TEST_F(DetectorRoad, OneThatIsLeftOutAfterCrashesLeavesEveryTextToPeople) {
  declare();
  ASSERT_TRUE(reload(moody("fine")).ok);
  const auto digest = plugin::digest_of(folder.path / "plugins" / "detect.moody.so");
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(SystemClock().now().time_since_epoch()).count();
  std::string crashes;
  for (int i = 0; i < 3; ++i) crashes += "crash " + digest + " detect.moody " + std::to_string(now) + "\n";
  spill(app::crash_trace_of(folder.path / "data"), crashes);
  reopen();
  EXPECT_TRUE(has(health(), "detector:house")) << health();
  say_and_settle("c-1", "What are your opening hours?");
  EXPECT_TRUE(delivered_by("ai", "c-1").empty());
  EXPECT_EQ(conversation("c-1").owner, Owner::nobody);
}

}  // namespace
}  // namespace countersign::testing
