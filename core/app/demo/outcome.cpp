#include "app/demo/outcome.hpp"

#include <algorithm>
#include <array>

namespace countersign::app::demo {
namespace {

using Kind = Outcome::Kind;

/// The titles of the line that the policies put below an AI text ("Source: Title (address)").
std::string source_in(const std::string& text) {
  static constexpr std::array<std::string_view, 4> kWords = {"\nSource: ", "\nQuelle: ", "\nSource : ", "\nFuente: "};
  for (const auto& word : kWords) {
    const std::size_t at = text.find(word);
    if (at == std::string::npos) continue;
    const std::size_t begin = at + word.size();
    auto title = text.substr(begin, text.find_first_of("(\n", begin) - begin);
    if (title.ends_with(' ')) title.pop_back();
    return title;
  }
  return "";
}

void add_once(std::vector<std::string>& list, std::string word) {
  if (std::find(list.begin(), list.end(), word) == list.end()) list.push_back(std::move(word));
}

/// What the journey says comes under the moment's name, or as what it leaves to AI.
std::string name_of(const json::Value& rule, const json::Value& decision) {
  if (rule.text("policy") != "journey") return std::string(rule.text("policy"));
  if (rule.text("rule") == "ai_may") return "the moment: AI may " + std::string(decision.text("ai_may"));
  return "moment " + std::string(rule.text("rule"));
}

/// The rules whose demand was not met and that asked for exactly what was decided.
void add_rules(const json::Value& entry, std::vector<std::string>& rules) {
  const auto* decision = entry.find("decision");
  const auto* list = decision != nullptr ? decision->find("rules") : nullptr;
  if (list == nullptr || list->array() == nullptr) return;
  for (const auto& rule : *list->array()) {
    const auto* met = rule.find("met");
    const bool asked = met != nullptr && met->boolean() != nullptr && !*met->boolean();
    if (!asked || rule.text("mode") != "enforce" || rule.text("verdict") != decision->text("verdict")) continue;
    add_once(rules, name_of(rule, *decision));
  }
}

std::vector<std::string> rules_of(const json::Array& entries, std::string_view kind) {
  std::vector<std::string> rules;
  for (const auto& entry : entries) {
    if (entry.text("kind") != kind) continue;
    add_rules(entry, rules);
    if (rules.empty() && !entry.text("reason").empty()) rules.emplace_back(entry.text("reason"));
  }
  return rules;
}

/// The last text by AI or a person that answers `message`; notices of the system are no answers.
const json::Value* reply_to(const json::Value& conversation, const std::string& message) {
  const json::Value* found = nullptr;
  const auto* messages = conversation.find("messages");
  if (messages == nullptr || messages->array() == nullptr) return nullptr;
  for (const auto& one : *messages->array())
    if (one.text("in_reply_to") == message && one.text("written_by") != "system") found = &one;
  return found;
}

/// The approved notice that answers a customer who only asks whether this is AI. It is a line of the system, and the
/// conversation stays with AI: whatever else the system says comes with a person.
const json::Value* ai_notice_to(const json::Value& conversation, const std::string& message) {
  const auto* messages = conversation.find("messages");
  if (conversation.text("owner") != "ai" || messages == nullptr || messages->array() == nullptr) return nullptr;
  for (const auto& one : *messages->array()) {
    if (one.text("written_by") == "system" && one.text("in_reply_to") == message) return &one;
  }
  return nullptr;
}

/// Why AI might answer at all: the moment that its arrival was.
std::string moment_of(const json::Array& entries) {
  for (const auto& entry : entries)
    if (const auto* decision = entry.find("decision"); entry.text("kind") == "arrived" && decision != nullptr)
      return "moment " + std::string(decision->text("moment"));
  return "moment unknown";
}

void read_reply(Visitor& visitor, const json::Value& reply, Outcome& outcome) {
  outcome.reply = reply.text("id");
  outcome.text = reply.text("text");
  const auto state = reply.text("state");
  const auto entries = visitor.record(outcome.reply);
  if (state == "delivered") {
    outcome.kind = Kind::answered;
    outcome.notice = reply.text("notice");
    outcome.source = source_in(outcome.text);
    outcome.rules = rules_of(entries, "cleared");
    outcome.rules.insert(outcome.rules.begin(), moment_of(visitor.record(std::string(reply.text("in_reply_to")))));
  } else if (state == "waiting") {
    outcome.kind = Kind::held;
    outcome.rules = rules_of(entries, "held");
  } else if (state == "blocked") {
    outcome.kind = Kind::blocked;
    outcome.rules = rules_of(entries, "blocked");
  }
}

void read_notice(const json::Value& notice, Outcome& outcome) {
  outcome.reply = notice.text("id");
  outcome.text = notice.text("text");
  outcome.by_notice = true;
  if (notice.text("state") == "delivered") outcome.kind = Kind::answered;
  outcome.rules = {"asks-if-ai"};
}

}  // namespace

Outcome outcome_of(Visitor& visitor, const json::Value& conversation, const std::string& message) {
  Outcome outcome;
  if (const auto* reply = reply_to(conversation, message)) {
    read_reply(visitor, *reply, outcome);
    return outcome;
  }
  if (const auto* notice = ai_notice_to(conversation, message)) {
    read_notice(*notice, outcome);
    return outcome;
  }
  outcome.kind = Kind::handed_over;
  outcome.queue = conversation.text("queue");
  const auto entries = visitor.record(message);
  for (const auto& entry : entries) {
    const auto* decision = entry.find("decision");
    if (entry.text("kind") == "arrived" && decision != nullptr && decision->text("verdict") == "block")
      outcome.kind = Kind::blocked;
    if (entry.text("kind") != "handed_over") continue;
    if (const auto* more = entry.find("more")) outcome.queue = more->text("queue");
  }
  outcome.rules = rules_of(entries, "handed_over");
  if (outcome.rules.empty()) outcome.rules.emplace_back("a person has the conversation");
  return outcome;
}

std::string in_words(const Outcome& outcome) {
  switch (outcome.kind) {
    case Kind::answered:
      if (outcome.by_notice) return "answered: the approved AI notice";
      return "answered by AI (notice " + outcome.notice +
             (outcome.source.empty() ? "" : ", source \"" + outcome.source + "\"") + ")";
    case Kind::held:
      return "held for a person";
    case Kind::handed_over:
      return "handed over to " + outcome.queue;
    case Kind::blocked:
      return "blocked";
    case Kind::undelivered:
      break;
  }
  return "not delivered";
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

}  // namespace countersign::app::demo
