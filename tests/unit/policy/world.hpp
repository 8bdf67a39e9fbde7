// Random policies and facts from small worlds, and what it means that one decision is as another or stricter. For the
// tests of properties only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "flow/policy/compiled.hpp"
#include "policy/folder.hpp"

namespace countersign::policy::testing {

inline const Names kKinds = {"email", "card_number", "health", "commitment", "angry", "advice"};
inline const Names kTopicIds = {"refund", "delivery", "claim"};
inline const Names kQueues = {"a", "b", "c"};
inline const Names kPriorities = {"normal", "urgent", "page_someone"};
inline const Names kChannels = {"webchat", "email", "sms"};

/// Random policies and facts from small worlds, so that they meet often.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {}
  [[nodiscard]] unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }
  [[nodiscard]] bool chance(unsigned one_in) { return pick(one_in) == 0; }
  [[nodiscard]] const std::string& of(const Names& names) { return names[pick(static_cast<unsigned>(names.size()))]; }
  void shuffle(auto& list) { std::shuffle(list.begin(), list.end(), random_); }

  [[nodiscard]] Names some(const Names& names) {
    Names chosen;
    for (unsigned i = 0; i <= pick(2); ++i) chosen.push_back(of(names));
    return chosen;
  }
  [[nodiscard]] Condition condition() {
    Condition c;
    if (chance(2)) c.authors = static_cast<std::uint8_t>(1 + pick(31));
    if (chance(4)) c.channel = some(kChannels);
    if (chance(5)) c.topic = some(kTopicIds);
    if (chance(5)) c.finding = some(kKinds);
    if (chance(6)) c.language = {"en"};
    if (chance(5)) c.region = some({"DE", "NO", "US", "US-CA", "EU", "EEA"});
    c.elsewhere_is_known = chance(3);
    if (chance(8)) c.emotion = static_cast<std::uint8_t>(1 + pick(7));
    if (chance(8)) c.commitment_over = Money{10000, "EUR"};
    return c;
  }
  [[nodiscard]] Requirement requirement() {
    Requirement r;
    r.must = static_cast<Must>(pick(11));
    r.name = "r" + std::to_string(pick(9));
    r.notice = chance(2) ? "n1" : "n2";
    r.on_start = chance(2);
    r.on_question = chance(2);
    r.on_return = chance(2);
    if (chance(2)) r.again_after = std::chrono::hours(3);
    r.role = chance(2) ? "lead" : "dpo";
    r.people = 1 + static_cast<int>(pick(3));
    r.kinds = some(kKinds);
    r.mask = static_cast<Mask>(pick(3));
    return r;
  }
  [[nodiscard]] Route route() { return {of(kQueues), of(kPriorities)}; }
  [[nodiscard]] Policy policy(int number) {
    Policy p;
    p.id = "p" + std::to_string(number);
    p.mode = chance(5) ? Mode::watch : chance(6) ? Mode::paused : Mode::enforce;
    p.at = static_cast<Border>(pick(4));
    p.applies_to = condition();
    for (unsigned i = 0; i < pick(3); ++i) p.must.push_back(requirement());
    p.if_not = static_cast<IfNot>(pick(5));
    if (chance(2)) p.give_to = route();
    if (chance(3)) p.say = chance(2) ? "n1" : "n2";
    if (chance(4)) p.deadline[chance(2) ? "" : of(kChannels)] = Span{std::chrono::minutes(1 + pick(20)), chance(3)};
    if (chance(4)) p.checked_percent = static_cast<int>(pick(20));
    if (chance(6))
      p.waivers.push_back({condition(), "2026-11-21", test_time() + std::chrono::hours(static_cast<int>(pick(3)) - 1)});
    return p;
  }
  [[nodiscard]] Moment moment(int number) {
    Moment m;
    m.id = "m" + std::to_string(number);
    m.recognised = !chance(4);
    if (m.recognised) {
      m.has_all = chance(2);
      if (m.has_all) m.all.topic = some(kTopicIds);
      if (chance(2)) m.or_finding = some(kKinds);
    }
    m.ai_may = static_cast<AiMay>(pick(6));
    if (chance(2)) m.give_to = route();
    if (chance(3)) m.say_first = "n1";
    return m;
  }
  [[nodiscard]] Compiled set() {
    Compiled c;
    c.digest = "d";
    for (unsigned i = 0; i < pick(7); ++i) c.policies.push_back(policy(static_cast<int>(i)));
    for (unsigned i = 0; i < pick(5); ++i) c.moments.push_back(moment(static_cast<int>(i)));
    if (chance(2)) c.default_route = route();
    return c;
  }
  [[nodiscard]] Facts facts() {
    Facts f;
    f.border = static_cast<Border>(pick(4));
    f.written_by = static_cast<Author>(pick(5));
    f.now = test_time();
    f.channel = chance(3) ? of(kChannels) : "shop";
    f.channel_kind = of(kChannels);
    f.language = chance(2) ? "en" : "de";
    f.region = of({"", "DE", "NO", "US", "US-CA", "US-NY", "JP", "EU"});
    for (unsigned i = 0; i < pick(3); ++i) f.topics.push_back(of(kTopicIds));
    for (unsigned i = 0; i < pick(4); ++i) f.findings.push_back(finding());
    f.emotion = static_cast<Level>(pick(3));
    if (chance(2)) f.notices_shown.push_back({"n1", f.now - std::chrono::hours(static_cast<int>(pick(6)) - 1)});
    f.customer_asks_if_ai = chance(4);
    f.ai_returns = chance(4);
    f.never_ai = chance(9);
    f.ai_stopped = chance(9);
    f.model_asked_for_person = chance(9);
    f.sources = static_cast<int>(pick(2));
    f.ai_may = static_cast<AiMay>(pick(6));
    return f;
  }

 private:
  [[nodiscard]] Finding finding() {
    Finding f{.kind = of(kKinds), .start = 2, .end = chance(4) ? 2U : 7U};
    if (f.kind == "commitment") {
      f.commitment = Commitment{chance(2) ? "money" : "date", std::nullopt, chance(3) ? "USD" : "EUR", ""};
      if (chance(2)) f.commitment->cents = 5000 + 2500 * static_cast<std::int64_t>(pick(4));
    }
    return f;
  }
  std::mt19937 random_;
};

inline Decision decide_on(const Compiled& compiled, const Facts& facts) {
  return decide(PolicySet(std::make_unique<Compiled>(compiled)), facts);
}

inline bool same(const std::optional<Route>& a, const std::optional<Route>& b) {
  return a.has_value() == b.has_value() && (!a || (a->queue == b->queue && a->priority == b->priority));
}

inline void expect_same(const Decision& a, const Decision& b) {
  EXPECT_EQ(a.verdict, b.verdict);
  EXPECT_EQ(a.moment, b.moment);
  EXPECT_EQ(a.ai_may, b.ai_may);
  const Duties& x = a.duties;
  const Duties& y = b.duties;
  EXPECT_EQ(x.ai_off, y.ai_off);
  EXPECT_TRUE(same(x.give_to, y.give_to));
  EXPECT_EQ(x.approvals, y.approvals);
  EXPECT_EQ(x.deadline, y.deadline);
  EXPECT_EQ(x.staffed_deadline, y.staffed_deadline);
  EXPECT_EQ(x.notices, y.notices);
  EXPECT_EQ(x.label, y.label);
  EXPECT_EQ(x.checked_percent, y.checked_percent);
  EXPECT_EQ(x.offer_a_person, y.offer_a_person);
  EXPECT_EQ(x.show_source, y.show_source);
  EXPECT_EQ(x.mask, y.mask);
  EXPECT_EQ(x.never_keep, y.never_keep);
  EXPECT_EQ(x.say, y.say);
}

inline std::size_t priority(const std::optional<Route>& route) {
  return route ? static_cast<std::size_t>(std::find(kPriorities.begin(), kPriorities.end(), route->priority) -
                                          kPriorities.begin()) +
                     1
               : 0;
}

/// Every part of `more` is at least as strict as in `less`.
inline void expect_stricter(const Decision& less, const Decision& more) {
  EXPECT_GE(more.verdict, less.verdict);
  EXPECT_LE(more.ai_may, less.ai_may);
  const Duties& x = less.duties;
  const Duties& y = more.duties;
  EXPECT_GE(y.ai_off, x.ai_off);
  EXPECT_GE(priority(y.give_to), priority(x.give_to));
  for (const auto& [role, people] : x.approvals)
    EXPECT_TRUE(y.approvals.contains(role) && y.approvals.at(role) >= people);
  for (const auto& [channel, wait] : x.deadline)
    EXPECT_TRUE(y.deadline.contains(channel) && y.deadline.at(channel) <= wait);
  for (const auto& [kind, mask] : x.mask) EXPECT_TRUE(y.mask.contains(kind) && y.mask.at(kind) >= mask);
  EXPECT_TRUE(std::includes(y.notices.begin(), y.notices.end(), x.notices.begin(), x.notices.end()));
  EXPECT_TRUE(std::includes(y.never_keep.begin(), y.never_keep.end(), x.never_keep.begin(), x.never_keep.end()));
  EXPECT_TRUE(std::includes(y.say.begin(), y.say.end(), x.say.begin(), x.say.end()));
  EXPECT_GE(y.label, x.label);
  EXPECT_GE(y.checked_percent, x.checked_percent);
  EXPECT_GE(y.offer_a_person, x.offer_a_person);
  EXPECT_GE(y.show_source, x.show_source);
}

}  // namespace countersign::policy::testing
