#include "flow/policy/change_report.hpp"

#include <algorithm>

namespace countersign::policy {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

void add_examples(const char* title, std::uint64_t count, const std::vector<Difference>& examples, std::string& text) {
  if (count == 0) return;
  text += std::string(title) + " in " + std::to_string(count) + (count == 1 ? " case" : " cases") + ", such as\n";
  for (const auto& one : examples) text += "    " + in_words(one.facts) + ": " + joined(one.what, "; ") + "\n";
}

/// Why that is so, and what was tried.
std::string proof(const Comparison& all) {
  if (all.only_adds)
    return "Proved: all that asks for something stands in the new set as it was, and more rules only ask for more.";
  return "Tried: " + std::to_string(all.asked) + " combinations of the facts that matter to what changed, " +
         (all.exact ? "which are all of them." : "not all of them: this is no proof.");
}

json::Value examples_of(const std::vector<Difference>& examples) {
  json::Array all;
  for (const auto& one : examples)
    all.emplace_back(
        json::Object{{"facts", in_words(one.facts)}, {"what", json::Array(one.what.begin(), one.what.end())}});
  return all;
}

}  // namespace

std::vector<std::string> beyond_rules(const DocumentDiff& diff) {
  std::vector<std::string> kinds;
  for (const auto& kind : diff.kinds)
    if (kind != "policy" && kind != "journey") kinds.push_back(kind);
  if (diff.words) kinds.emplace_back("or_words of the journey");
  return kinds;
}

std::string as_text(const DocumentDiff& diff, const Comparison& all) {
  std::string text;
  for (const auto& line : diff.lines) text += line + "\n";
  if (diff.lines.empty()) text += "the documents say the same\n";
  add_examples("looser", all.looser, all.examples_looser, text);
  add_examples("stricter", all.stricter, all.examples_stricter, text);
  text += (all.looser > 0 ? "Something became looser. " : "No decision became looser. ") + proof(all) + "\n";
  if (diff.waives_more) text += "A waiver is new or says something else: that takes two officers.\n";
  if (!all.rerouted.empty())
    text += "Other work goes to a queue, or to another one, by: " + joined(all.rerouted, ", ") +
            ". Whether somebody is there, rules do not say\n";
  if (!all.taken_away.empty())
    text += "Customers may lose something by it: " + joined(all.taken_away, "; ") + ". That takes two officers\n";
  if (const auto kinds = beyond_rules(diff); !kinds.empty())
    text += "Also changed, and not decided by rules: " + joined(kinds, ", ") +
            ". Read those changes: texts, people, times and what is seen\n";
  return text;
}

json::Value as_json(const DocumentDiff& diff, const Comparison& all) {
  const auto kinds = beyond_rules(diff);
  return json::Object{{"changes", json::Array(diff.lines.begin(), diff.lines.end())},
                      {"looser", static_cast<std::int64_t>(all.looser)},
                      {"stricter", static_cast<std::int64_t>(all.stricter)},
                      {"asked", static_cast<std::int64_t>(all.asked)},
                      {"exact", all.exact},
                      {"only_adds", all.only_adds},
                      {"waives_more", diff.waives_more},
                      {"rerouted", json::Array(all.rerouted.begin(), all.rerouted.end())},
                      {"taken_away", json::Array(all.taken_away.begin(), all.taken_away.end())},
                      {"examples_looser", examples_of(all.examples_looser)},
                      {"examples_stricter", examples_of(all.examples_stricter)},
                      {"read_also", json::Array(kinds.begin(), kinds.end())}};
}

}  // namespace countersign::policy
