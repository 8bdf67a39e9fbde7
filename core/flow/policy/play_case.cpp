#include <algorithm>

#include "flow/policy/cases.hpp"
#include "flow/policy/regions.hpp"

namespace countersign::policy {
namespace {

using Names = std::vector<std::string>;

bool has_finding(const std::vector<Finding>& findings, std::string_view kind) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& one) { return one.kind == kind; });
}

/// What a conversation remembers from turn to turn, as far as rules ask for it.
class Stage {
 public:
  Stage(const Case& played, const PolicySet& set, const See& see)
      : case_(played), set_(set), see_(see), now_(played.at) {}

  TurnResult play(const Turn& turn) {
    now_ += turn.after;
    if (turn.border == Border::arrival) ++turn_;
    TurnResult result{turn.place, "", {}, facts_of(turn), {}};
    if (!add_sight(turn, result.facts)) {
      result.decision.error = "detection failed";
    } else {
      result.decision = decide(set_, result.facts);
      respect_owner(turn, result.decision);
    }
    result.got = word_for(result.decision);
    compare(turn, result);
    follow(turn, result);
    return result;
  }

 private:
  [[nodiscard]] Facts facts_of(const Turn& turn) const {
    Facts facts;
    facts.border = turn.border;
    facts.written_by = turn.written_by;
    facts.now = now_;
    facts.channel = facts.channel_kind = case_.channel;
    facts.brand = case_.brand;
    facts.region = region_of(case_.locale);
    facts.language = case_.locale.substr(0, 2);
    facts.turn = std::max(1, turn_);
    facts.ai_turns = ai_turns_;
    facts.notices_shown = shown_;
    facts.customer_asks_if_ai = asks_if_ai_;
    facts.never_ai = never_ai_;
    facts.sources = turn.sources;
    facts.ai_may = turn.border == Border::reply ? ai_may_ : AiMay::nothing;
    facts.topics = turn.topics;
    for (const auto& kind : turn.findings) facts.findings.push_back({.kind = kind, .start = 0, .end = 1});
    return facts;
  }

  bool add_sight(const Turn& turn, Facts& facts) const {
    if (!see_) return true;
    const auto& before = turn.border == Border::arrival ? customers_ : ours_;
    Glimpse glimpse{turn.text, turn.written_by, case_.locale, {}};
    if (turn.border == Border::arrival || turn.border == Border::reply)
      glimpse.earlier.assign(before.begin(), before.end());
    const auto sight = see_(glimpse);
    if (!sight) return false;
    add_to(facts, *sight);
    return true;
  }

  /// As on the road: no text of AI leaves a conversation that a person has.
  void respect_owner(const Turn& turn, Decision& decision) const {
    if (!person_has_it_ || turn.border != Border::reply || !of_ai_origin(turn.written_by)) return;
    decision.verdict = std::max(decision.verdict, Verdict::hold);
    RuleOutcome said{"road", 0,  "owner", "enforce", Verdict::hold, false, "A person has this conversation.",
                     {},     {}, ""};
    decision.rules.push_back(std::move(said));
  }

  static void compare(const Turn& turn, TurnResult& result) {
    const auto& d = result.decision;
    const auto fault = [&](const std::string& text) { result.faults.push_back(text); };
    if (result.got != turn.expect) fault("expected " + turn.expect + ", got " + result.got + reasons(d));
    for (const auto& id : turn.because)
      if (std::none_of(d.rules.begin(), d.rules.end(),
                       [&](const auto& r) { return !r.met && (r.policy == id || r.rule == id); }))
        fault(id + " did not ask for anything" + reasons(d));
    for (const auto& id : turn.shows)
      if (!d.duties.notices.contains(id) && !d.duties.say.contains(id)) fault("the notice " + id + " is not shown");
    for (const auto& kind : turn.hides)
      if (!d.duties.mask.contains(kind) && !d.duties.never_keep.contains(kind)) fault(kind + " crosses as it is");
    const std::string queue = d.duties.give_to ? d.duties.give_to->queue : "none";
    if (!turn.queue.empty() && turn.queue != queue) fault("expected queue " + turn.queue + ", got " + queue);
    if (!turn.ai_may.empty() && turn.ai_may != to_word(d.ai_may))
      fault("expected that AI may " + turn.ai_may + ", got " + std::string(to_word(d.ai_may)));
  }

  static std::string reasons(const Decision& d) {
    if (!d.error.empty()) return " (" + d.error + ")";
    std::string text;
    for (const auto& rule : d.rules)
      if (!rule.met && rule.mode == "enforce" && rule.verdict == d.verdict && rule.verdict != Verdict::send)
        text += (text.empty() ? " (" : "; ") + rule.policy + ": " + rule.why;
    return text.empty() ? text : text + ")";
  }

  void follow(const Turn& turn, const TurnResult& result) {
    const auto& d = result.decision;
    if (turn.border == Border::arrival) {
      customers_.push_back(turn.text);
      ai_may_ = d.ai_may;
      const auto& found = result.facts.findings;
      asks_if_ai_ = has_finding(found, "asks_if_ai");
      never_ai_ = never_ai_ || has_finding(found, "refuses_ai");
      person_has_it_ = person_has_it_ || never_ai_ || d.verdict >= Verdict::hold;
      return;
    }
    if (turn.border != Border::reply || d.verdict > Verdict::change) return;
    ours_.push_back(turn.text);
    for (const auto& id : d.duties.notices) show(id);
    if (d.duties.label) show("ai-label");
    if (!of_ai_origin(turn.written_by)) return;
    ++ai_turns_;
    asks_if_ai_ = false;
  }

  void show(const std::string& id) {
    std::erase_if(shown_, [&](const NoticeShown& one) { return one.id == id; });
    shown_.push_back({id, now_});
  }

  const Case& case_;
  const PolicySet& set_;
  const See& see_;
  Time now_;
  int turn_ = 0, ai_turns_ = 0;
  std::vector<NoticeShown> shown_;
  bool asks_if_ai_ = false, never_ai_ = false, person_has_it_ = false;
  AiMay ai_may_ = AiMay::nothing;
  Names customers_, ours_;
};

}  // namespace

std::vector<TurnResult> play(const Case& played, const PolicySet& set, const See& see) {
  Stage stage(played, set, see);
  std::vector<TurnResult> results;
  for (const Turn& turn : played.turns) results.push_back(stage.play(turn));
  return results;
}

}  // namespace countersign::policy
