#include <algorithm>
#include <array>
#include <set>

#include "flow/policy/compiled.hpp"
#include "flow/policy/examples.hpp"
#include "flow/policy/said_at_once.hpp"
#include "flow/policy/why.hpp"

namespace countersign::policy {
namespace {

std::string_view outcome(const Facts& facts, Verdict verdict) {
  constexpr std::array<std::array<std::string_view, 5>, 4> kSays = {{
      {"It goes on.", "What must not be kept is taken out before it is stored.", "No AI until a person has looked.",
       "A person takes the conversation; AI is off.", "It is kept apart as a case of its own; AI is off."},
      {"It goes to the model.", "It goes to the model with data hidden or removed.",
       "It does not go to a model; a person answers.", "A person takes the conversation; AI is off.",
       "It does not go to a model; a person answers."},
      {"It is sent.", "It is sent with what the rules add or mask.", "It waits for a person's review.",
       "It is not sent; a person takes the conversation.", "It is never sent; it becomes a case of its own."},
      {"It goes to the helpdesk.", "It goes to the helpdesk with data masked.",
       "The helpdesk gets a pointer, not the text.", "The helpdesk gets a pointer, not the text.",
       "The helpdesk gets a pointer, not the text."},
  }};
  return kSays.at(static_cast<std::size_t>(facts.border)).at(static_cast<std::size_t>(verdict));
}

std::string join(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

const Policy* policy_of(const Compiled& set, const std::string& id) {
  const auto at =
      std::find_if(set.policies.begin(), set.policies.end(), [&](const Policy& one) { return one.id == id; });
  return at == set.policies.end() ? nullptr : &*at;
}

/// "    would pass: without commitment; or signed by 1 of team_lead"
void add_way_out(const Compiled& set, const RuleOutcome& rule, std::string& text) {
  const Policy* policy = policy_of(set, rule.policy);
  if (policy == nullptr || policy->version != rule.version || rule.met) return;
  for (const Requirement& one : policy->must) {
    if (one.name != rule.rule) continue;
    if (const auto way = would_pass(one, *policy); !way.empty()) text += "    would pass: " + way + "\n";
    return;
  }
}

void add_rule(const Compiled& set, const RuleOutcome& rule, std::string& text) {
  text += "- " + rule.policy + (rule.version > 0 ? " (version " + std::to_string(rule.version) + ")" : "") + ", " +
          rule.rule + ": ";
  if (!rule.waiver.empty())
    text += "waived (" + rule.waiver + "). ";
  else if (rule.mode == "watch")
    text += "only watching, would have said " + std::string(to_word(rule.verdict)) + ". ";
  else
    text += std::string(to_word(rule.verdict)) + ". ";
  text += rule.why;
  for (const auto& [start, end] :
       std::set<std::pair<std::uint32_t, std::uint32_t>>(rule.spans.begin(), rule.spans.end()))
    text += " [bytes " + std::to_string(start) + " to " + std::to_string(end) + "]";
  text += "\n";
  add_way_out(set, rule, text);
}

void add_law(const Compiled& set, const RuleOutcome& rule, std::string& text) {
  for (const std::string& key : rule.legal)
    if (const auto law = set.law.find(key); law != set.law.end())
      text += "    " + law->second.clause + ": " + law->second.duty + "\n";
}

/// Policies of this border that had nothing to say, and why: one line each.
std::vector<std::string> silent(const Compiled& set, const Facts& facts) {
  std::vector<std::string> lines;
  for (const Policy& policy : set.policies) {
    if (policy.at != facts.border) continue;
    if (policy.mode == Mode::paused)
      lines.push_back("- " + policy.id + ": paused\n");
    else if (const auto why = why_not(policy.applies_to, facts); !why.empty())
      lines.push_back("- " + policy.id + ": does not apply, " + why + "\n");
  }
  return lines;
}

std::string counted(std::size_t number, const std::string& one, const std::string& more) {
  return std::to_string(number) + " " + (number == 1 ? one : more);
}

/// What held, and what did not apply: by name where the set that decided is at hand, else only how many.
void add_rest(const PolicySet& set, const Facts& facts, const Decision& decision, std::size_t held, std::string& text) {
  text += counted(held, "further requirement holds; ", "further requirements hold; ");
  if (decision.policy_digest != set.digest()) {
    text += counted(static_cast<std::size_t>(decision.looked), "rule", "rules") + " looked and did not apply.\n";
    return;
  }
  const auto lines = silent(set.compiled(), facts);
  text += counted(lines.size(), "policy did not apply", "policies did not apply") + (lines.empty() ? ".\n" : ":\n");
  for (const auto& line : lines) text += line;
}

void add_duties(const Duties& duties, bool blocked, std::string& text) {
  if (duties.give_to)
    text += "Goes to queue " + duties.give_to->queue + ", priority " + duties.give_to->priority + ".\n";
  for (const auto& [role, people] : duties.approvals)
    text += "Needs the approval of " + std::to_string(people) + " of " + role + ".\n";
  for (const auto& [channel, wait] : duties.deadline)
    text += "A review may wait " + std::to_string(wait.count() / 60) +
            (wait.count() / 60 == 1 ? " minute" : " minutes") + (channel.empty() ? "" : " on " + channel) +
            ", then a person takes it.\n";
  for (const auto& [channel, wait] : duties.staffed_deadline)
    text += "A review may wait " + std::to_string(wait.count() / 60) + " minutes of its queue's hours" +
            (channel.empty() ? "" : " on " + channel) + ", then a person takes it.\n";
  if (!duties.notices.empty()) text += "Notices with the text: " + join(duties.notices) + ".\n";
  if (duties.label) text += "Carries the short AI mark.\n";
  if (duties.offer_a_person) text += "Shows the way to a person.\n";
  if (duties.checked_percent > 0)
    text += "If AI sends it by itself, " + std::to_string(duties.checked_percent) +
            " percent of such texts are looked at afterwards.\n";
  if (blocked)
    text += "The customer gets no answer by itself; it is a case of its own.\n";
  else if (!duties.say.empty())
    text += "Said to the customer at once, unless a rule at reply holds it: " + join(said_at_once(duties.say)) + ".\n";
}

}  // namespace

std::string explain(const PolicySet& set, const Facts& facts, const Decision& decision) {
  std::string text = std::string(outcome(facts, decision.verdict)) + " (" + std::string(to_word(facts.border)) + ", " +
                     std::string(to_word(facts.written_by)) + ": " + std::string(to_word(decision.verdict)) + ")\n";
  if (!decision.error.empty()) return text + "Something inside failed, so a person decides: " + decision.error + "\n";
  if (facts.border == Border::arrival)
    text += "Moment: " + (decision.moment.empty() ? std::string("none") : decision.moment) +
            "; AI may: " + std::string(to_word(decision.ai_may)) + "\n";
  std::size_t held = 0;
  const RuleOutcome* last = nullptr;  // rules of one policy stand together, and its law below them
  for (const RuleOutcome& rule : decision.rules) {
    if (rule.met && rule.waiver.empty()) {
      ++held;
      continue;
    }
    if (last != nullptr && last->policy != rule.policy) add_law(set.compiled(), *last, text);
    add_rule(set.compiled(), rule, text);
    last = &rule;
  }
  if (last != nullptr) add_law(set.compiled(), *last, text);
  add_rest(set, facts, decision, held, text);
  add_duties(decision.duties, facts.border == Border::arrival && decision.verdict == Verdict::block, text);
  return text;
}

}  // namespace countersign::policy
