#include "report/case_story.hpp"

#include "flow/audit/staff.hpp"

namespace countersign::report {
namespace {

bool yes(const json::Value& object, std::string_view key) {
  const auto* value = object.find(key);
  return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

std::string laws_in(const json::Value& rule, const policy::PolicySet& laws) {
  const auto* keys = rule.find("legal");
  std::string text;
  if (keys == nullptr || keys->array() == nullptr) return text;
  for (const auto& key : *keys->array()) {
    if (key.string() == nullptr) continue;
    const auto* law = laws.law(*key.string());
    text += (text.empty() ? "" : "; ") + (law == nullptr ? *key.string() : law->clause);
  }
  return text;
}

void add_rules(const json::Value& decision, const policy::PolicySet& laws, std::vector<std::string>& facts) {
  const auto* rules = decision.find("rules");
  if (rules == nullptr || rules->array() == nullptr) return;
  for (const auto& rule : *rules->array()) {
    const bool spoke = !yes(rule, "met");
    if (!spoke && rule.text("waiver").empty()) continue;
    const auto law = laws_in(rule, laws);
    std::string line = "policy " + std::string(rule.text("policy")) + " (" + std::string(rule.text("verdict")) + ")";
    if (rule.text("mode") != "enforce") line += ", in mode " + std::string(rule.text("mode"));
    if (!rule.text("why").empty()) line += ": " + std::string(rule.text("why"));
    if (!rule.text("waiver").empty()) line += " [waiver " + std::string(rule.text("waiver")) + "]";
    if (!law.empty()) line += " [" + law + "]";
    facts.push_back(std::move(line));
  }
}

}  // namespace

std::string clock_of(std::string_view text) {
  return text.size() < 19 ? std::string(text) : std::string(text.substr(0, 10)) + " " + std::string(text.substr(11, 8));
}

Story Story::read(store::Session& session, std::string_view column, const std::string& value) {
  Story story;
  std::string bytes;
  session.each("SELECT id, kind, message, body FROM entry WHERE " + std::string(column) + "=$1 ORDER BY seq", {value},
               [&](const store::Row& row) {
                 Told one{row.text(0), row.text(1), "", row.text(2), row.blob(3), {}};
                 if (auto entry = json::parse(one.body)) one.entry = std::move(*entry);
                 one.at = clock_of(one.entry.text("at"));
                 bytes += one.body;
                 story.told_.push_back(std::move(one));
               });
  story.names_ = audit::names_in(session, bytes);
  story.find_policies(session);
  return story;
}

/// When each set was activated, from the record.
void Story::find_policies(store::Session& session) {
  for (const auto& one : told_)
    if (const auto* decision = one.entry.find("decision"))
      policies_.emplace(decision->text("policy"), "in force before the record begins");
  session.each("SELECT body FROM entry WHERE kind='policy_activated' ORDER BY seq", {}, [&](const store::Row& row) {
    const auto entry = json::parse(row.blob(0));
    if (!entry) return;
    const auto text = json::dump(*entry);
    for (auto& [digest, since] : policies_)
      if (!digest.empty() && text.find(digest) != std::string::npos)
        since = "activated " + clock_of(entry->text("at")) + " by " + std::string(entry->text("actor"));
  });
}

std::string Story::name_of(std::string_view actor) const {
  const auto found = names_.find(std::string(actor));
  return found == names_.end() ? std::string(actor) : found->second;
}

std::vector<std::string> Story::facts_of(const Told& told, const policy::PolicySet& laws) const {
  const auto& entry = told.entry;
  std::string head = told.kind;
  const auto* decision = entry.find("decision");
  if (decision != nullptr) head += ": " + std::string(decision->text("verdict"));
  if (!entry.text("border").empty()) head += " at the " + std::string(entry.text("border")) + " border";
  if (!entry.text("actor").empty()) head += ", by " + name_of(entry.text("actor"));
  head += " (" + told.at + ")";
  std::vector<std::string> facts{std::move(head)};
  if (!entry.text("reason").empty()) facts.push_back("because " + std::string(entry.text("reason")));
  if (!entry.text("notice").empty()) facts.push_back("notice shown: " + std::string(entry.text("notice")));
  if (decision != nullptr) {
    add_rules(*decision, laws, facts);
    if (const auto error = decision->text("error"); !error.empty())
      facts.push_back("judging failed: " + std::string(error));
  }
  return facts;
}

}  // namespace countersign::report
