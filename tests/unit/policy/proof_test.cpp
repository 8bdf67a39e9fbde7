// "Nothing became looser" against brute force: small worlds in which every combination of facts there is can be asked,
// decided by the reference evaluator. A comparison that misses one loss would let one officer loosen alone.
#include <array>
#include <functional>
#include <map>

#include "flow/policy/compare.hpp"
#include "policy/reference.hpp"
#include "policy/world.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

/// Which facts differ from text to text in one small world; of the others no rule speaks.
struct Open {
  bool channel, language, region, emotion, topics, findings, notices, flags, sources, money;
};

Open some_of(World& world) {
  Open open{};
  const std::array<bool*, 10> all = {&open.channel,  &open.language, &open.region, &open.emotion, &open.topics,
                                     &open.findings, &open.notices,  &open.flags,  &open.sources, &open.money};
  for (int i = 0; i < 3; ++i) *all.at(world.pick(10)) = true;
  return open;
}

void rename(Names& names, const std::map<std::string, std::string>& to) {
  for (std::string& name : names)
    if (const auto at = to.find(name); at != to.end()) name = at->second;
}

void close(Condition& c, const Open& open) {
  if (!open.channel) c.channel.clear();
  if (!open.language) c.language.clear();
  if (!open.region) c.region.clear();
  if (!open.emotion) c.emotion = 0;
  if (!open.topics) c.topic.clear();
  if (!open.findings) c.finding.clear();
  if (!open.money) c.commitment_over.reset();
  rename(c.topic, {{"claim", "refund"}});
}

void close(Requirement& r, const Open& open) {
  if (!open.notices && r.must == Must::show_notice) r.must = Must::label;
  if (!open.sources && r.must == Must::rest_on_a_source) r.must = Must::show_source;
  if (!open.findings && !r.kinds.empty() && r.must >= Must::hide && r.must <= Must::not_contain)
    r.must = Must::be_approved_by;
  if (!open.flags) r.on_question = r.on_return = false;
}

void close(Compiled& set, const Open& open, Border border) {
  const std::map<std::string, std::string> kinds = {{"email", "angry"},
                                                    {"card_number", "health"},
                                                    {"advice", "angry"},
                                                    {"commitment", open.money ? "commitment" : "health"}};
  const auto close_all = [&](Condition& c) {
    close(c, open);
    rename(c.finding, kinds);
  };
  for (Policy& policy : set.policies) {
    policy.at = border;
    close_all(policy.applies_to);
    for (Requirement& one : policy.must) {
      close(one, open);
      rename(one.kinds, kinds);
    }
    for (Waiver& waiver : policy.waivers) close_all(waiver.covers);
    if (!open.channel && !policy.deadline.empty()) policy.deadline = {{"", policy.deadline.begin()->second}};
  }
  for (Moment& moment : set.moments) {
    close_all(moment.all);
    if (!open.topics) moment.or_topic.clear();
    if (!open.findings) moment.or_finding.clear();
    rename(moment.or_topic, {{"claim", "refund"}});
    rename(moment.or_finding, kinds);
  }
}

using Set = std::function<void(Facts&)>;

/// Every text of such a world.
std::vector<Facts> everything(const Open& open, Border border) {
  Facts first;
  first.border = border;
  first.now = test_time();
  first.channel = first.channel_kind = "webchat";
  first.language = "de";
  first.region = "JP";
  first.sources = 1;
  first.ai_may = AiMay::reply;
  std::vector<Facts> all = {first};
  const auto each = [&](bool is, const std::vector<Set>& values) {
    if (!is) return;
    std::vector<Facts> more;
    for (const Facts& facts : all)
      for (const Set& set : values) {
        more.push_back(facts);
        set(more.back());
      }
    all = std::move(more);
  };
  std::vector<Set> channels, regions, emotions, authors;
  for (const std::string kind : {"webchat", "email", "sms", "webhook"})
    for (const std::string name : {"webchat", "email", "sms", "shop"})
      channels.push_back([=](Facts& f) { f.channel = name, f.channel_kind = kind; });
  for (const std::string region : {"", "DE", "AT", "NO", "EU", "US", "US-CA", "US-NY", "JP"})
    regions.push_back([=](Facts& f) { f.region = region; });
  for (const Level level : {Level::low, Level::medium, Level::high})
    emotions.push_back([=](Facts& f) { f.emotion = level; });
  for (const Author author : {Author::ai, Author::ai_edited, Author::person, Author::system, Author::customer})
    if (border == Border::ticket || (border == Border::reply) == (author != Author::customer))
      authors.push_back([=](Facts& f) { f.written_by = author; });
  const auto seen = [](const char* kind, unsigned end) {
    return [=](Facts& f) { f.findings.push_back({.kind = kind, .start = 0, .end = end}); };
  };
  const auto money = [](std::optional<std::int64_t> cents, const char* currency, unsigned end) {
    return [=](Facts& f) {
      f.findings.push_back({.kind = "commitment", .start = 0, .end = end});
      f.findings.back().commitment = Commitment{"money", cents, currency, ""};
    };
  };
  const auto shown = [](const char* id, int minutes) {
    return [=](Facts& f) { f.notices_shown.push_back({id, f.now - std::chrono::minutes(minutes)}); };
  };
  const auto about = [](const char* topic) { return [=](Facts& f) { f.topics.emplace_back(topic); }; };
  const Set as_it_is = [](Facts&) {};
  each(true, authors);
  each(open.channel, channels);
  each(open.language, {as_it_is, [](Facts& f) { f.language = "en"; }});
  each(open.region, regions);
  each(open.emotion, emotions);
  each(open.topics, {as_it_is, about("refund")});
  each(open.topics, {as_it_is, about("delivery")});
  each(open.findings, {as_it_is, seen("angry", 1), seen("angry", 0)});
  each(open.findings, {as_it_is, seen("health", 1), seen("health", 0)});
  each(open.money, {as_it_is, seen("commitment", 1), seen("commitment", 0), money(std::nullopt, "", 1),
                    money(5000, "EUR", 1), money(15000, "EUR", 1), money(15000, "EUR", 0), money(15000, "USD", 1)});
  for (const char* id : {"n1", "n2"}) each(open.notices, {as_it_is, shown(id, 60), shown(id, 180), shown(id, -5)});
  each(open.flags, {as_it_is, [](Facts& f) { f.customer_asks_if_ai = true; }});
  each(open.flags, {as_it_is, [](Facts& f) { f.ai_returns = true; }});
  each(open.sources, {as_it_is, [](Facts& f) { f.sources = 0; }});
  return all;
}

/// The same set with one to three things changed, as people change sets.
Compiled changed(const Compiled& before, World& world) {
  Compiled after = before;
  for (unsigned i = 0; i <= world.pick(3); ++i) {
    const bool some = !after.policies.empty();
    auto* one = some ? &after.policies[world.pick(static_cast<unsigned>(after.policies.size()))] : nullptr;
    switch (world.pick(11)) {
      case 0:
      case 1:
        after.policies.push_back(world.policy(90 + static_cast<int>(i)));
        break;
      case 2:
        if (some) after.policies.erase(after.policies.begin() + (one - after.policies.data()));
        break;
      case 3:
        if (some) one->applies_to = world.condition();
        break;
      case 4:
        if (some) one->must.push_back(world.requirement());
        break;
      case 5:
        if (some && !one->must.empty()) one->must.front() = world.requirement();
        break;
      case 6:
        if (some) one->waivers = world.policy(91).waivers;
        break;
      case 7:
        if (some) one->deadline = world.policy(91).deadline;
        break;
      case 8:
        if (some) one->if_not = static_cast<IfNot>(world.pick(5));
        break;
      case 9:
        if (!after.moments.empty()) after.moments.back() = world.moment(static_cast<int>(after.moments.size()) - 1);
        break;
      default:
        after.moments.push_back(world.moment(92 + static_cast<int>(i)));
    }
  }
  return after;
}

TEST(Proof, SaysLooserExactlyWhereSomeTextOfASmallWorldLosesSomething) {
  int proved = 0, looser = 0, only_adds = 0;
  for (unsigned seed = 0; seed < 6000 && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    const Open open = some_of(world);
    const auto border = static_cast<Border>(world.pick(4));
    Compiled one = world.set();
    Compiled other = changed(one, world);
    for (Compiled* set : {&one, &other}) {
      close(*set, open, border);
      seal(*set);
    }
    const PolicySet before(std::make_unique<Compiled>(one)), after(std::make_unique<Compiled>(other));
    const auto texts = everything(open, border);
    const Comparison all = compare(before, after, test_time());
    if (!all.exact) continue;
    ++proved;
    looser += all.looser > 0 ? 1 : 0;
    only_adds += all.only_adds ? 1 : 0;
    SCOPED_TRACE(seed);
    for (const Difference& said : all.examples_looser)
      EXPECT_FALSE(loosened(reference(one, said.facts), reference(other, said.facts)).empty())
          << "nothing is lost: " << in_words(said.facts) << ": " << said.what.front();
    for (const Difference& said : all.examples_stricter)
      EXPECT_FALSE(tightened(reference(one, said.facts), reference(other, said.facts)).empty()) << in_words(said.facts);
    if (all.looser > 0) continue;
    for (const Facts& facts : texts) {
      const auto lost = loosened(reference(one, facts), reference(other, facts));
      ASSERT_TRUE(lost.empty()) << in_words(facts) << ": " << lost.front();
    }
  }
  EXPECT_GT(proved, 5000);
  EXPECT_GT(looser, 1000);
  EXPECT_GT(only_adds, 300);
}

}  // namespace
}  // namespace countersign::policy
