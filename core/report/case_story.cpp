#include "report/case_story.hpp"

#include "auditor/meaning.hpp"
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
  const auto or_empty = [](const store::Row& row, int at) { return row.is_null(at) ? std::string() : row.text(at); };
  session.each("SELECT seq, id, at, kind, conversation, message, body FROM entry WHERE " + std::string(column) +
                   "=$1 ORDER BY seq",
               {value}, [&](const store::Row& row) {
                 Told one{{row.integer(0), row.text(1), from_micros(row.integer(2)), row.text(3), or_empty(row, 4),
                           or_empty(row, 5), row.blob(6)},
                          "",
                          {},
                          ""};
                 if (auto entry = json::parse(one.line.body)) one.entry = std::move(*entry);
                 one.at = clock_of(one.entry.text("at"));
                 bytes += one.line.body;
                 if (const auto* decision = one.entry.find("decision"))
                   story.policies_.decided(std::string(decision->text("policy")), one.line.seq, one.at);
                 story.told_.push_back(std::move(one));
               });
  story.policies_.find(session);
  for (const auto& one : story.policies()) bytes += one.by + one.approved;
  story.names_ = audit::names_in(session, bytes);
  session.each(R"(SELECT name, role FROM "user")", {},
               [&](const store::Row& row) { story.roles_[row.text(0)] = row.text(1); });
  return story;
}

void Story::compare(Compared& log) {
  for (auto& one : told_) one.wrong = log.look(one.line);
}

void Story::make_sense(Compared& log) {
  Told* now = nullptr;
  const auto tell = [&](const std::string& what) {
    log.tell("entry " + std::to_string(now->line.seq - 1) + " (" + now->line.id + "): " + what);
    now->wrong += (now->wrong.empty() ? "" : "; ") + what;
  };
  auditor::Meaning meaning(tell, auditor::Meaning::Of::one_conversation);
  std::vector<auditor::Member> members;
  for (auto& one : told_) {
    now = &one;
    if (!auditor::not_canonical(one.line.body, members)) meaning.take(auditor::seen(members));
  }
}

std::string Story::name_of(std::string_view actor, std::string_view role) const {
  const auto found = names_.find(std::string(actor));
  if (found == names_.end()) return std::string(actor);
  return with_role(found->second, role);
}

std::string Story::with_role(const std::string& name, std::string_view role) const {
  const auto own = roles_.find(name);
  if (role.empty() && own != roles_.end()) role = own->second;
  return role.empty() ? name : name + " (" + std::string(role) + ")";
}

std::vector<std::string> Story::facts_of(const Told& told, const policy::PolicySet& laws) const {
  const auto& entry = told.entry;
  std::string head = told.line.kind;
  const auto* decision = entry.find("decision");
  if (decision != nullptr) head += ": " + std::string(decision->text("verdict"));
  if (!entry.text("border").empty()) head += " at the " + std::string(entry.text("border")) + " border";
  const auto* more = entry.find("more");
  if (!entry.text("actor").empty())
    head += ", by " + name_of(entry.text("actor"), more == nullptr ? "" : more->text("role"));
  head += " (" + told.at + ")";
  std::vector<std::string> facts{std::move(head)};
  if (!told.wrong.empty()) facts.push_back("NOT TO BE TRUSTED: " + told.wrong);
  if (const auto* signers = more == nullptr ? nullptr : more->find("signed_by");
      signers != nullptr && signers->array() != nullptr)
    for (const auto& one : *signers->array())
      if (one.string() != nullptr) facts.push_back("signed by " + name_of(*one.string()));
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
