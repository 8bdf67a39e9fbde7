#include "report/figures.hpp"

#include <algorithm>
#include <array>

namespace countersign::report {
namespace {

bool is_ai(std::string_view author) { return author == "ai" || author == "ai_edited"; }

/// The rules that made a decision what it is: those that spoke in enforce mode.
template <class Each>
void each_deciding(const json::Value& decision, Each each) {
  const auto* rules = decision.find("rules");
  if (rules == nullptr || rules->array() == nullptr) return;
  for (const auto& rule : *rules->array()) {
    const auto* met = rule.find("met");
    const bool spoke = met != nullptr && met->boolean() != nullptr && !*met->boolean();
    if (spoke && rule.text("mode") == "enforce" && rule.text("verdict") == decision.text("verdict")) each(rule);
  }
}

bool found(const json::Value& entry, std::string_view finding) {
  const auto* facts = entry.find("facts");
  const auto* findings = facts == nullptr ? nullptr : facts->find("findings");
  return findings != nullptr && findings->find(finding) != nullptr;
}

}  // namespace

std::int64_t Durations::percentile(int percent) const {
  if (all_.empty()) return 0;
  auto sorted = all_;
  std::sort(sorted.begin(), sorted.end());
  const auto rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

std::int64_t Durations::within(std::chrono::seconds limit) const {
  return std::count_if(all_.begin(), all_.end(), [&](std::int64_t one) { return one <= limit.count(); });
}

void Figures::arrived(const Line& line, const json::Value& entry, ChannelFigures& channel) {
  ++channel.arrived;
  if (const auto* facts = entry.find("facts"); facts != nullptr) {
    const auto language = facts->text("language");
    ++languages[language.empty() ? "not known" : std::string(language)];
  }
  if (found(entry, "asks_if_ai")) ++asked_if_ai;
  constexpr std::array<std::string_view, 5> kUnhappy = {"angry", "distressed", "disappointed", "asks_for_person",
                                                        "repeats_itself"};
  if (ai_spoke_last_.erase(line.conversation) > 0 &&
      std::any_of(kUnhappy.begin(), kUnhappy.end(), [&](auto one) { return found(entry, one); }))
    ++complaints_after_ai;
}

void Figures::cleared(const Line& line, const json::Value& entry, ChannelFigures& channel) {
  const std::string author(entry.text("author"));
  const std::string notice(entry.text("notice"));
  released(line.message);
  ++channel.written[author];
  if (!notice.empty()) ++notices[notice];
  if (author == "person") a_person_acts(line);
  if (author != "system") ai_spoke_last_.erase(line.conversation);
  if (!is_ai(author)) return;
  ai_spoke_last_.insert(line.conversation);
  ++channel.ai;
  channel.ai_disclosed += notice.empty() ? 0 : 1;
  if (!had_ai_.insert(line.conversation).second) return;
  ++channel.first_ai;
  channel.first_ai_disclosed += notice.empty() ? 0 : 1;
}

void Figures::decided(const Line& line, const json::Value& decision) {
  if (!decision.text("policy").empty()) policies.emplace(decision.text("policy"));
  each_deciding(decision, [&](const json::Value& rule) {
    auto& figures = rules[std::string(rule.text("policy"))];
    figures.why = rule.text("why");
    if (const auto* legal = rule.find("legal"); legal != nullptr && legal->array() != nullptr)
      for (const auto& key : *legal->array())
        if (key.string() != nullptr) figures.legal.insert(*key.string());
    figures.held += line.kind == "held" ? 1 : 0;
    figures.handed_over += line.kind == "handed_over" ? 1 : 0;
    figures.blocked += line.kind == "blocked" ? 1 : 0;
  });
  const auto* rows = decision.find("rules");
  if (rows == nullptr || rows->array() == nullptr) return;
  for (const auto& rule : *rows->array())
    if (const auto waiver = rule.text("waiver"); !waiver.empty()) {
      ++rules[std::string(rule.text("policy"))].waived;
      ++waivers[std::string(waiver)];
    }
}

void Figures::held(const Line& line, const json::Value& entry) {
  Text text{line.at, {}};
  if (const auto* decision = entry.find("decision"))
    each_deciding(*decision, [&](const json::Value& rule) { text.rules.emplace_back(rule.text("policy")); });
  held_.emplace(line.message, std::move(text));  // the first hold of a message counts
}

void Figures::reviewed(const Line& line, const json::Value& entry) {
  reviewers.emplace(entry.text("actor"));
  a_person_acts(line);
  const auto text = held_.find(line.message);
  if (text == held_.end()) return;
  if (line.kind == "edited") text->second.edited = true;
  if (line.kind == "rejected")
    held_.erase(text);
  else
    text->second.signed_at = line.at;
}

/// Only now it is known what people did to it: where it takes two, the second may edit or reject it.
void Figures::released(const std::string& message) {
  const auto text = held_.find(message);
  if (text == held_.end()) return;
  if (text->second.signed_at) {
    to_a_signature.add(*text->second.signed_at - text->second.held_at);
    if (!text->second.edited)
      for (const auto& rule : text->second.rules) ++rules[rule].approved_unchanged;
  }
  held_.erase(text);
}

void Figures::still_kept(const std::set<std::string>& kept) {
  std::erase_if(handed_, [&](const auto& one) { return !kept.contains(one.first); });
}

void Figures::a_person_acts(const Line& line) {
  const auto waiting = handed_.find(line.conversation);
  if (waiting == handed_.end()) return;
  to_a_person.add(line.at - waiting->second);
  handed_.erase(waiting);
}

void Figures::add(const Line& line) {
  ++kinds[line.kind];
  const auto entry = json::parse(line.body);
  if (!entry) {
    ++unreadable_;
    return;
  }
  const std::string name(entry->text("channel"));
  ChannelFigures none;
  auto& channel = name.empty() ? none : channels[name];
  if (const auto* decision = entry->find("decision")) {
    decided(line, *decision);
    if (entry->text("border") == "reply") ++verdicts[std::string(decision->text("verdict"))];
  }
  if (line.kind == "arrived") arrived(line, *entry, channel);
  if (line.kind == "cleared") cleared(line, *entry, channel);
  if (line.kind == "held") held(line, *entry);
  if (line.kind == "approved" || line.kind == "edited" || line.kind == "rejected") reviewed(line, *entry);
  if (line.kind == "taken_over" || line.kind == "given_back") a_person_acts(line);
  if (line.kind == "handed_over") {
    ++hand_overs[std::string(entry->text("reason"))];
    handed_.emplace(line.conversation, line.at);  // who waits already goes on waiting
  }
  if (line.kind == "delivered") ++channel.delivered;
  if (line.kind == "refused") ++channel.refused;
  if (line.kind == "undelivered") ++channel.undelivered;
  if (const auto* more = entry->find("more"); line.kind == "drafted" && more != nullptr)
    ++models[std::string(more->text("model"))];
}

}  // namespace countersign::report
