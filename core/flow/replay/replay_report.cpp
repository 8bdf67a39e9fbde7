#include <array>

#include "flow/replay/replay.hpp"

namespace countersign::replay {
namespace {

std::string many(std::size_t count, const char* one, const char* more) {
  return std::to_string(count) + " " + (count == 1 ? one : more);
}

std::string_view happens(Verdict verdict) {
  constexpr std::array<std::string_view, 5> kWords = {"go on", "be changed", "be held", "go to a person", "be blocked"};
  return kWords.at(static_cast<std::size_t>(verdict));
}

std::size_t of(const std::map<std::pair<Border, Verdict>, std::size_t>& counts, Border border, Verdict verdict) {
  const auto at = counts.find({border, verdict});
  return at == counts.end() ? 0 : at->second;
}

std::size_t seen_at(const Replay::Totals& totals, Border border) {
  std::size_t all = 0;
  for (const auto& [key, count] : totals.before) all += key.first == border ? count : 0;
  return all;
}

/// "reply: 412; would be held 21, was 12"
void add_border(const Replay::Totals& totals, Border border, std::string& text) {
  const auto seen = seen_at(totals, border);
  if (seen == 0) return;
  text += std::string(to_word(border)) + ": " + many(seen, "decision", "decisions");
  for (const Verdict verdict : {Verdict::send, Verdict::change, Verdict::hold, Verdict::hand_over, Verdict::block}) {
    const auto before = of(totals.before, border, verdict), after = of(totals.after, border, verdict);
    if (before == 0 && after == 0) continue;
    text += "\n    " + std::to_string(after) + " would " + std::string(happens(verdict)) +
            (before == after ? " (as before)" : " (before: " + std::to_string(before) + ")");
  }
  text += "\n";
}

void add_tallies(const char* title, const std::map<std::string, Tally>& tallies, std::string& text) {
  if (tallies.empty()) return;
  text += std::string(title) + "\n";
  for (const auto& [name, tally] : tallies)
    text += "    " + (name.empty() ? std::string("(none)") : name) + ": " + std::to_string(tally.stricter) +
            " stricter, " + std::to_string(tally.looser) + " looser\n";
}

/// More reviews a day, over the days that were seen.
std::string review_cost(const Replay::Totals& totals, int minutes) {
  const auto before = of(totals.before, Border::reply, Verdict::hold),
             after = of(totals.after, Border::reply, Verdict::hold);
  if (before == after) return "";
  const auto hours =
      std::max<std::int64_t>(24, std::chrono::duration_cast<std::chrono::hours>(totals.last - totals.first).count());
  const auto more = static_cast<std::int64_t>(after) - static_cast<std::int64_t>(before);
  const auto a_day = (more < 0 ? -more : more) * minutes * 24 / hours;
  return std::to_string(a_day) + " minutes of review a day " + (more < 0 ? "less" : "more") + ", at " +
         std::to_string(minutes) + " minutes each\n";
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "-" : text;
}

json::Value tallies(const std::map<std::string, Tally>& all) {
  json::Object object;
  for (const auto& [name, tally] : all)
    object.emplace(name, json::Object{{"stricter", tally.stricter}, {"looser", tally.looser}});
  return object;
}

json::Value counts(const std::map<std::pair<Border, Verdict>, std::size_t>& all) {
  json::Object object;
  for (const auto& [key, count] : all) {
    auto& border = object[std::string(to_word(key.first))];
    if (border.object() == nullptr) border = json::Object();
    border.object()->emplace(to_word(key.second), count);
  }
  return object;
}

}  // namespace

std::string as_text(const Replay& replay, const Passed& passed, int minutes, bool list) {
  const auto& totals = replay.totals();
  std::string text = many(totals.seen, "decision", "decisions") + " replayed: " + std::to_string(totals.stricter) +
                     " would be stricter, " + std::to_string(totals.looser) + " looser\n";
  for (const Border border : {Border::arrival, Border::prompt, Border::reply, Border::ticket})
    add_border(totals, border, text);
  text += review_cost(totals, minutes);
  add_tallies("by policy", totals.by_policy, text);
  add_tallies("by channel", totals.by_channel, text);
  add_tallies("by topic", totals.by_topic, text);
  if (list)
    for (const Change& one : replay.changes())
      text += to_rfc3339(one.at) + " " + one.message + " " + std::string(to_word(one.border)) + " " + one.channel +
              ": " + joined(one.what) + " (" + joined(one.because) + ")\n";
  if (passed.without_facts > 0)
    text += many(passed.without_facts, "decision has", "decisions have") +
            " no facts on record and could not be replayed\n";
  if (passed.unreadable > 0)
    text += many(passed.unreadable, "entry is", "entries are") + " written in a way this version does not know\n";
  return text;
}

json::Value as_json(const Replay& replay, const Passed& passed) {
  const auto& totals = replay.totals();
  json::Array changes;
  for (const Change& one : replay.changes())
    changes.emplace_back(json::Object{{"message", one.message},
                                      {"at", to_rfc3339(one.at)},
                                      {"border", to_word(one.border)},
                                      {"channel", one.channel},
                                      {"topics", json::Array(one.topics.begin(), one.topics.end())},
                                      {"before", to_word(one.before)},
                                      {"after", to_word(one.after)},
                                      {"what", json::Array(one.what.begin(), one.what.end())},
                                      {"because", json::Array(one.because.begin(), one.because.end())}});
  return json::Object{{"seen", totals.seen},
                      {"stricter", totals.stricter},
                      {"looser", totals.looser},
                      {"before", counts(totals.before)},
                      {"after", counts(totals.after)},
                      {"by_policy", tallies(totals.by_policy)},
                      {"by_channel", tallies(totals.by_channel)},
                      {"by_topic", tallies(totals.by_topic)},
                      {"changes", std::move(changes)},
                      {"without_facts", passed.without_facts},
                      {"unreadable", passed.unreadable}};
}

std::string as_text(const WatchReport& report, bool list) {
  if (report.by_policy().empty()) return "no rule was in watch mode\n";
  std::string text;
  for (const auto& [policy, verdicts] : report.by_policy()) {
    text += policy + " (watching):" + (verdicts.empty() ? " never applied to what came" : "");
    for (const auto& [verdict, count] : verdicts)
      text += " " + std::to_string(count) + " would " + std::string(happens(verdict)) +
              (verdict == verdicts.rbegin()->first ? "" : ",");
    text += "\n";
  }
  if (list)
    for (const auto& [policy, message] : report.messages()) text += "    " + policy + " " + message + "\n";
  return text;
}

json::Value as_json(const WatchReport& report) {
  json::Object object;
  for (const auto& [policy, verdicts] : report.by_policy()) {
    json::Object said;
    for (const auto& [verdict, count] : verdicts) said.emplace(to_word(verdict), count);
    object.emplace(policy, std::move(said));
  }
  return object;
}

}  // namespace countersign::replay
