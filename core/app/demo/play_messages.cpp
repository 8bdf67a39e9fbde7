#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <ostream>
#include <thread>

#include "app/demo/messages_file.hpp"
#include "app/demo/outcome.hpp"

namespace countersign::app::demo {
namespace {

constexpr std::size_t kAtATime = 8;
constexpr std::size_t kTopRules = 10;

/// What is counted; filled by the players' threads.
struct Tally {
  std::mutex mutex;
  std::map<std::string, int> outcomes;  ///< answered | held | handed over | blocked | error
  std::map<std::string, int> rules;
  std::map<std::string, int> errors;
  int without_article = 0;
  std::atomic<std::size_t> done{0};
  std::atomic<std::size_t> playing{0};  ///< threads
};

std::string word(Outcome::Kind kind) {
  static constexpr std::array<const char*, 5> kWords = {"answered", "held", "handed over", "blocked", "error"};
  return kWords.at(static_cast<std::size_t>(kind));
}

/// As the gateway's hand-over says it.
bool speaks_of_no_article(const std::string& rule) { return rule.starts_with("no model has an answer"); }

void play(Visitor& visitor, const Line& line, Tally& tally) {
  std::string outcome = "error";
  std::vector<std::string> rules;
  std::string trouble;
  try {
    const auto message = visitor.say(line);
    const auto seen = outcome_of(visitor, visitor.settled(line.conversation), message);
    outcome = word(seen.kind);
    rules = seen.rules;
    if (seen.kind == Outcome::Kind::undelivered) trouble = "an answer was not delivered";
  } catch (const Trouble& problem) {
    trouble = problem.what();
  }
  const std::lock_guard lock(tally.mutex);
  ++tally.outcomes[outcome];
  for (const auto& rule : rules) ++tally.rules[rule];
  if (std::any_of(rules.begin(), rules.end(), speaks_of_no_article)) ++tally.without_article;
  if (!trouble.empty()) ++tally.errors[trouble];
  ++tally.done;
}

using Conversations = std::vector<std::vector<const Line*>>;

Conversations by_conversation(const std::vector<Line>& lines) {
  std::map<std::string_view, std::size_t> index;
  Conversations all;
  for (const auto& line : lines) {
    const auto [at, fresh] = index.emplace(line.conversation, all.size());
    if (fresh) all.emplace_back();
    all[at->second].push_back(&line);
  }
  return all;
}

void play_some(const Scene& scene, const Conversations& all, std::atomic<std::size_t>& next, Tally& tally) {
  try {
    Visitor visitor(scene);
    for (std::size_t i = next++; i < all.size(); i = next++)
      for (const Line* line : all[i]) {
        if (!scene.stop.wait_for(std::chrono::milliseconds(0))) play(visitor, *line, tally);
      }
  } catch (const std::exception& problem) {  // a thread must not end the program
    const std::lock_guard lock(tally.mutex);
    ++tally.errors[problem.what()];
  }
  --tally.playing;
}

void show_progress(const Scene& scene, std::size_t count, const Tally& tally, std::ostream& err) {
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  while (tally.playing > 0 && !scene.stop.wait_for(std::chrono::milliseconds(100)))
    if (terminal) err << "\rplayed " << tally.done << " of " << count << " messages" << std::flush;
  if (terminal) err << "\r\033[K" << std::flush;
}

std::vector<std::pair<std::string, int>> most(const std::map<std::string, int>& counts, std::size_t limit) {
  std::vector<std::pair<std::string, int>> list(counts.begin(), counts.end());
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (list.size() > limit) list.resize(limit);
  return list;
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

void print(const Tally& tally, std::size_t count, std::ostream& out) {
  const auto row = [&](const std::string& name, int number) {
    const auto tenths = (static_cast<std::size_t>(number) * 1000 + count / 2) / count;
    const auto share = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
    out << right(std::to_string(number), 7) << right(share, 9) << "  " << name << "\n";
  };
  out << count << " messages\n";
  for (const auto& name : {"answered", "held", "handed over", "blocked", "error"}) {
    const auto found = tally.outcomes.find(name);
    row(name, found == tally.outcomes.end() ? 0 : found->second);
  }
  if (const auto found = tally.outcomes.find("answered");
      found == tally.outcomes.end() || static_cast<std::size_t>(found->second) * 20 < count)
    out << tally.without_article << " of " << count
        << " had no article that answers them; the demo's articles are about a shop. Add yours: --knowledge DIR\n";
  out << "\nthe rules that decided most (a message may have several)\n";
  for (const auto& [name, number] : most(tally.rules, kTopRules)) row(name, number);
  for (const auto& [name, number] : most(tally.errors, kTopRules))
    out << "error, " << number << " times: " << name << "\n";
}

}  // namespace

int play_messages(const Scene& scene, const std::vector<Line>& lines, std::ostream& out, std::ostream& err) {
  const auto all = by_conversation(lines);
  Tally tally;
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> players;
  tally.playing = std::min(kAtATime, all.size());
  for (std::size_t i = 0; i < std::min(kAtATime, all.size()); ++i)
    players.emplace_back([&] { play_some(scene, all, next, tally); });
  show_progress(scene, lines.size(), tally, err);
  for (auto& player : players) player.join();
  print(tally, lines.size(), out);
  return tally.errors.empty() && tally.done == lines.size() ? 0 : 1;
}

}  // namespace countersign::app::demo
