#include "flow/replay/recorded.hpp"

#include "flow/audit/recorded_facts.hpp"

namespace countersign::replay {
namespace {

constexpr std::int64_t kPage = 2000;

/// A long entry's facts are cut; its detail has them whole.
constexpr std::string_view kDecisions =
    "SELECT entry.seq, entry.id, entry.at, entry.message, COALESCE(detail.body, entry.body) FROM entry LEFT JOIN "
    "detail ON "
    "detail.entry=entry.id WHERE entry.seq>$1 AND entry.at>=$2 AND entry.kind IN "
    "('arrived','prompted','ticketed','cleared','decided','held','blocked','refused') ORDER BY entry.seq LIMIT $3";
constexpr std::string_view kCount =
    "SELECT COUNT(*) FROM entry WHERE at>=$1 AND kind IN "
    "('arrived','prompted','ticketed','cleared','decided','held','blocked','refused')";

void add_watched(const json::Value& decision, Recorded& recorded) {
  const auto* rules = decision.find("rules");
  if (rules == nullptr || rules->array() == nullptr) return;
  for (const auto& rule : *rules->array()) {
    if (rule.text("mode") != "watch") continue;
    const auto* met = rule.find("met");
    const bool spoke = met != nullptr && met->boolean() != nullptr && !*met->boolean();
    const auto would = from_word<Verdict>(rule.text("verdict"));
    recorded.watched.push_back({std::string(rule.text("policy")), spoke && would ? *would : Verdict::send});
  }
}

/// False when the entry is no decision with facts; `unreadable` counts what could not be understood.
bool understand(const std::string& body, Recorded& recorded, Passed& passed) {
  const auto entry = json::parse(body);
  const auto* decision = entry ? entry->find("decision") : nullptr;
  const auto* facts = entry ? entry->find("facts") : nullptr;
  if (entry && (decision == nullptr || facts == nullptr)) {
    if (decision != nullptr) ++passed.without_facts;
    return false;
  }
  auto taken = entry ? audit::decision_from(*decision) : std::nullopt;
  auto known = entry ? audit::facts_from(*facts) : std::nullopt;
  if (!taken || !known) {
    ++passed.unreadable;
    return false;
  }
  recorded.decision = std::move(*taken);
  recorded.facts = std::move(*known);
  add_watched(*decision, recorded);
  return true;
}

}  // namespace

Result<Passed> read_decisions(const Read& read, Time since, const std::function<void(const Recorded&)>& each,
                              const std::function<void(std::size_t, std::size_t)>& progress) {
  Passed passed;
  std::size_t all = 0, done = 0;
  const auto counted = read([&](store::Session& session) {
    session.first(kCount, {micros(since)},
                  [&](const store::Row& row) { all = static_cast<std::size_t>(row.integer(0)); });
  });
  if (!counted) return counted.error();
  std::int64_t last = 0;
  for (bool more = true; more;) {
    std::int64_t rows = 0;
    const auto page = read([&](store::Session& session) {
      session.each(kDecisions, {last, micros(since), kPage}, [&](const store::Row& row) {
        ++rows;
        last = row.integer(0);
        Recorded recorded{row.text(1), row.text(3), from_micros(row.integer(2)), {}, {}, {}};
        if (understand(row.blob(4), recorded, passed)) each(recorded);
      });
    });
    if (!page) return page.error();
    done += static_cast<std::size_t>(rows);
    progress(done, all);
    more = rows == kPage;
  }
  return passed;
}

}  // namespace countersign::replay
