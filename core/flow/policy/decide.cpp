#include <algorithm>
#include <tuple>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {
namespace {

/// Where nothing else is said: the route of the journey document, and never a lower priority than its.
void add_default_route(const Compiled& set, Decision& d) {
  if (!set.default_route) return;
  if (!d.duties.give_to) {
    d.duties.give_to = set.default_route;
    return;
  }
  Duties default_priority;
  default_priority.give_to = Route{d.duties.give_to->queue, set.default_route->priority};
  unite(d.duties, default_priority);
}

void say(Decision& d, std::string rule, Verdict verdict, std::string why, int version = 0) {
  RuleOutcome outcome;
  outcome.policy = "journey";
  outcome.version = version;
  outcome.rule = std::move(rule);
  outcome.mode = "enforce";
  outcome.verdict = verdict;
  outcome.met = verdict == Verdict::send;
  outcome.why = std::move(why);
  d.rules.push_back(std::move(outcome));
  d.verdict = std::max(d.verdict, verdict);
}

void add_deadline(const Policy& policy, const Facts& facts, Duties& duties) {
  auto at = policy.deadline.find(facts.channel_kind);
  if (at == policy.deadline.end()) at = policy.deadline.find("");
  if (at == policy.deadline.end()) return;
  auto& deadline = at->second.business ? duties.staffed_deadline : duties.deadline;
  deadline[facts.channel_kind] = at->second.length;
}

RuleOutcome outcome_of(const Policy& policy, const std::string& rule) {
  RuleOutcome o;
  o.policy = policy.id;
  o.version = policy.version;
  o.rule = rule;
  o.mode = policy.mode == Mode::watch ? "watch" : "enforce";
  o.legal = policy.why;
  return o;
}

void ask_all(const Policy& policy, const Facts& facts, Said& said) {
  for (const Requirement& r : policy.must) {
    Asked asked = ask(r, policy, facts);
    RuleOutcome o = outcome_of(policy, r.name);
    o.verdict = asked.verdict;
    o.met = asked.met;
    o.why = asked.met ? "This holds." : std::move(asked.why);
    o.spans = std::move(asked.spans);
    said.outcomes.push_back(std::move(o));
    said.verdict = std::max(said.verdict, asked.verdict);
    unite(said.duties, asked.duties);
    if (asked.met) continue;
    if (asked.verdict >= Verdict::hold) {
      Duties more;
      more.give_to = policy.give_to;
      unite(said.duties, more);
    }
    if (!policy.say.empty()) said.duties.say.insert(policy.say);
  }
}

/// Looks at every policy of this border and author. True if one of them says what may go to a model.
bool apply_policies(const Compiled& set, const Facts& facts, Decision& d) {
  bool speaks = false;
  const Shelf& shelf =
      set.index.at(static_cast<std::size_t>(facts.border)).at(static_cast<std::size_t>(facts.written_by));
  const auto candidates = shelf.candidates(facts);
  d.looked += static_cast<int>(shelf.size() - candidates.size());
  for (const Policy* policy : candidates) {
    Said said = look(*policy, facts);
    if (!said.applies) {
      ++d.looked;
      continue;
    }
    d.rules.insert(d.rules.end(), said.outcomes.begin(), said.outcomes.end());
    if (policy->mode != Mode::enforce) continue;
    d.verdict = std::max(d.verdict, said.verdict);
    unite(d.duties, said.duties);
    speaks = speaks || std::any_of(policy->must.begin(), policy->must.end(),
                                   [](const Requirement& r) { return r.must == Must::hide || r.must == Must::remove; });
  }
  return speaks;
}

/// Which of two matching moments names the conversation: the one that allows less, then the more urgent, then the
/// riskier.
bool comes_before(const Moment& a, const Moment& b) {
  const auto urgency = [](const Moment& m) {
    const std::string priority = m.give_to ? m.give_to->priority : "";
    return priority == "page_someone" ? 2 : priority == "urgent" ? 1 : 0;
  };
  return std::tuple(a.ai_may, -urgency(a), -static_cast<int>(a.risk)) <
         std::tuple(b.ai_may, -urgency(b), -static_cast<int>(b.risk));
}

/// The journey grants the least that any matching moment allows; a moment without `recognise` stands in where none
/// matches.
void grant(const Compiled& set, const Facts& facts, Decision& d) {
  const bool recognised =
      std::any_of(set.moments.begin(), set.moments.end(), [&](const Moment& m) { return matches(m, facts); });
  const Moment* least = nullptr;
  for (const Moment& m : set.moments) {
    if (recognised ? !matches(m, facts) : m.recognised) {
      ++d.looked;
      continue;
    }
    if (least == nullptr || comes_before(m, *least)) least = &m;
    Duties more;
    more.give_to = m.give_to;
    if (!m.say_first.empty()) more.say.insert(m.say_first);
    unite(d.duties, more);
    const bool person = m.ai_may < AiMay::ask;
    say(d, m.id, person ? Verdict::hand_over : Verdict::send,
        person ? "At this moment a person answers; AI may at most " + std::string(to_word(m.ai_may)) + "."
               : "At this moment AI may at most " + std::string(to_word(m.ai_may)) + ".",
        set.journey_version);
  }
  if (least == nullptr)
    return say(d, "no_moment", Verdict::hand_over, "No moment of the journey applies, so a person answers.");
  d.moment = least->id;
  d.ai_may = least->ai_may;
}

/// What holds whatever the documents say: the customer's refusal, the stop switch, a model that does not know.
void respect_stops(const Facts& facts, Decision& d) {
  if (facts.never_ai) say(d, "never_ai", Verdict::hand_over, "The customer does not want AI.");
  if (facts.ai_stopped) say(d, "ai_stopped", Verdict::hand_over, "AI is stopped here.");
  if (facts.model_asked_for_person)
    say(d, "model_asked", Verdict::hand_over, "The model does not know and asks for a person.");
}

void at_arrival(const Compiled& set, const Facts& facts, Decision& d) {
  grant(set, facts, d);
  respect_stops(facts, d);
  d.duties.ai_off = d.duties.ai_off || d.verdict >= Verdict::hold;
  if (d.verdict >= Verdict::hold)
    d.ai_may = std::min(d.ai_may, AiMay::summarise);  // a summary helps whoever takes over
  // A rule that holds forbids even that; a later hand-over by another rule must not loosen it.
  const bool nothing =
      facts.never_ai || facts.ai_stopped || std::any_of(d.rules.begin(), d.rules.end(), [](const RuleOutcome& r) {
        return r.mode == "enforce" && (r.verdict == Verdict::hold || r.verdict == Verdict::block);
      });
  if (nothing) d.ai_may = AiMay::nothing;
}

void at_prompt(const Facts& facts, bool speaks, Decision& d) {
  if (!speaks) say(d, "no_data_rule", Verdict::hold, "No policy says what may go to a model, so nothing goes.");
  respect_stops(facts, d);
}

/// What the conversation was once granted counts only while the documents in force still grant it anywhere.
void at_reply(const Compiled& set, const Facts& facts, Decision& d) {
  if (!of_ai_origin(facts.written_by)) return;
  const bool anywhere =
      std::any_of(set.moments.begin(), set.moments.end(), [](const Moment& m) { return m.ai_may == AiMay::reply; });
  if (facts.ai_may < AiMay::reply)
    say(d, "ai_may", Verdict::hold, "At this moment AI may draft at most; a person sends.");
  else if (!anywhere)
    say(d, "ai_may", Verdict::hold, "No moment of the journey lets AI reply; a person sends.");
  respect_stops(facts, d);
}

Decision judge(const Compiled& set, const Facts& facts) {
  Decision d;
  d.verdict = Verdict::send;
  d.policy_digest = set.digest;
  d.ai_may = facts.border == Border::arrival ? AiMay::nothing : facts.ai_may;
  const bool speaks = apply_policies(set, facts, d);
  if (facts.border == Border::arrival) at_arrival(set, facts, d);
  if (facts.border == Border::prompt) at_prompt(facts, speaks, d);
  if (facts.border == Border::reply) at_reply(set, facts, d);
  if (facts.border != Border::ticket) {
    d.duties.ai_off = d.duties.ai_off || d.verdict >= Verdict::hand_over;
    if (d.verdict >= Verdict::hold) add_default_route(set, d);
  }
  std::sort(d.rules.begin(), d.rules.end(), [](const RuleOutcome& a, const RuleOutcome& b) {
    return std::tie(a.policy, a.rule, a.why, a.spans) < std::tie(b.policy, b.rule, b.why, b.spans);
  });
  return d;
}

}  // namespace

Said look(const Policy& policy, const Facts& facts) {
  Said said;
  if (!matches(policy.applies_to, facts)) return said;
  said.applies = true;
  if (const Waiver* waiver = waived(policy, facts)) {
    RuleOutcome o = outcome_of(policy, policy.must.empty() ? "if_nobody_answers" : policy.must.front().name);
    o.met = true;
    o.why = "A waiver covers this.";
    o.waiver = policy.id + "#" + std::to_string(waiver - policy.waivers.data() + 1) + " until " + waiver->until;
    said.outcomes.push_back(std::move(o));
    return said;
  }
  ask_all(policy, facts, said);
  add_deadline(policy, facts, said.duties);
  said.duties.checked_percent = policy.checked_percent;
  return said;
}

Decision decide(const PolicySet& set, const Facts& facts) noexcept {
  try {
    return judge(set.compiled(), facts);
  } catch (...) {
    Decision held;  // verdict hold, AI may nothing; the words fit without an allocation that could fail again
    held.duties.ai_off = true;
    held.error = "internal error";
    return held;
  }
}

}  // namespace countersign::policy
