#include <array>

#include "flow/policy/compiled.hpp"
#include "flow/policy/examples.hpp"

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
  for (const auto& [start, end] : rule.spans)
    text += " [bytes " + std::to_string(start) + " to " + std::to_string(end) + "]";
  text += "\n";
  for (const std::string& key : rule.legal)
    if (const auto law = set.law.find(key); law != set.law.end())
      text += "    " + law->second.clause + ": " + law->second.duty + "\n";
}

void add_duties(const Duties& duties, std::string& text) {
  if (duties.give_to)
    text += "Goes to queue " + duties.give_to->queue + ", priority " + duties.give_to->priority + ".\n";
  for (const auto& [role, people] : duties.approvals)
    text += "Needs the approval of " + std::to_string(people) + " of " + role + ".\n";
  for (const auto& [channel, wait] : duties.deadline)
    text += "A review may wait " + std::to_string(wait.count() / 60) + " minutes" +
            (channel.empty() ? "" : " on " + channel) + ", then a person takes it.\n";
  for (const auto& [channel, wait] : duties.staffed_deadline)
    text += "A review may wait " + std::to_string(wait.count() / 60) + " minutes of its queue's hours" +
            (channel.empty() ? "" : " on " + channel) + ", then a person takes it.\n";
  if (!duties.notices.empty()) text += "Notices with the text: " + join(duties.notices) + ".\n";
  if (duties.label) text += "Carries the short AI mark.\n";
  if (duties.offer_a_person) text += "Shows the way to a person.\n";
  if (!duties.say.empty()) text += "Said to the customer at once: " + join(duties.say) + ".\n";
}

}  // namespace

std::string explain(const PolicySet& set, const Facts& facts, const Decision& decision) {
  std::string text = std::string(outcome(facts, decision.verdict)) + " (" + std::string(to_word(facts.border)) + ", " +
                     std::string(to_word(facts.written_by)) + ": " + std::string(to_word(decision.verdict)) + ")\n";
  if (!decision.error.empty()) return text + "Something inside failed, so a person decides: " + decision.error + "\n";
  if (facts.border == Border::arrival)
    text += "Moment: " + (decision.moment.empty() ? std::string("none") : decision.moment) +
            "; AI may: " + std::string(to_word(decision.ai_may)) + "\n";
  int held = 0;
  for (const RuleOutcome& rule : decision.rules) {
    if (rule.met && rule.waiver.empty())
      ++held;
    else
      add_rule(set.compiled(), rule, text);
  }
  text += std::to_string(held) + " further requirements hold; " + std::to_string(decision.looked) +
          " rules looked and did not apply.\n";
  add_duties(decision.duties, text);
  return text;
}

}  // namespace countersign::policy
