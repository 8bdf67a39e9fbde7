#include "flow/policy/keep_rules.hpp"

#include <array>
#include <charconv>

#include "flow/policy/compiled.hpp"
#include "flow/policy/policy_set.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

constexpr std::int64_t kMostDays = 36'500;

struct Unit {
  std::string_view name;
  std::int64_t days;
};
constexpr std::array<Unit, 3> kUnits{{{"year", 365}, {"month", 30}, {"day", 1}}};

std::chrono::seconds of_days(std::int64_t days) { return std::chrono::hours(24 * days); }

/// What a channel or an agent's program may still send twice must be known so long.
const KeepRule kRepeats{"repeats", of_days(7), std::nullopt, "countersign itself: what comes twice would count twice"};

/// The rule that asks for the longest time at least, and the one that allows the shortest at most.
struct Bounds {
  const KeepRule* least = nullptr;
  const KeepRule* most = nullptr;
};

Bounds bounds_of(std::string_view what, const std::vector<KeepRule>& rules) {
  Bounds bounds;
  const auto look = [&](const KeepRule& rule) {
    if (rule.what != what) return;
    if (rule.at_least && (!bounds.least || *rule.at_least > *bounds.least->at_least)) bounds.least = &rule;
    if (rule.at_most && (!bounds.most || *rule.at_most < *bounds.most->at_most)) bounds.most = &rule;
  };
  for (const auto& rule : rules) look(rule);
  look(kRepeats);
  return bounds;
}

std::string in_conflict(const std::string& what, const std::string& said, const Bounds& bounds) {
  return "keep: " + what + ": " + said + ", but at least " + period_words(*bounds.least->at_least) + " by " +
         bounds.least->source + ", which wins";
}

}  // namespace

const std::vector<KeepRule>& keep_rules(const PolicySet& set) { return set.compiled().keep; }

std::optional<std::chrono::seconds> to_period(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const auto& [name, days] : kUnits) {
    const bool named = unit.starts_with(' ') && unit.substr(1).starts_with(name);
    const auto rest = named ? unit.substr(1 + name.size()) : "?";
    if (error == std::errc() && (rest.empty() || rest == "s") && value >= 1 && value <= kMostDays / days)
      return of_days(value * days);
  }
  return std::nullopt;
}

std::string period_words(std::chrono::seconds period) {
  const auto days = std::chrono::duration_cast<std::chrono::hours>(period).count() / 24;
  for (const auto& [name, length] : kUnits)
    if (days % length == 0 && days >= length)
      return std::to_string(days / length) + " " + std::string(name) + (days == length ? "" : "s");
  return std::to_string(days) + " days";
}

std::vector<Period> periods(const std::map<std::string, std::chrono::seconds>& configured,
                            const std::vector<KeepRule>& rules) {
  std::vector<Period> all;
  for (const auto word : words_of("kept")) {
    Period period{std::string(word), std::nullopt, "", ""};
    const auto bounds = bounds_of(word, rules);
    if (const auto ours = configured.find(period.what); ours != configured.end()) {
      period.after = ours->second;
      period.source = "the configuration";
      if (bounds.most && *period.after > *bounds.most->at_most)
        period.warning = "keep: " + period.what + ": " + period_words(*period.after) +
                         " in the configuration, but at most " + period_words(*bounds.most->at_most) + " by " +
                         bounds.most->source + ": the configuration counts";
    } else if (bounds.most) {
      period.after = bounds.most->at_most;
      period.source = bounds.most->source;
    }
    if (period.after && bounds.least && *period.after < *bounds.least->at_least) {
      period.warning = in_conflict(period.what, period_words(*period.after) + " by " + period.source, bounds);
      period.after = bounds.least->at_least;
      period.source = bounds.least->source;
    }
    all.push_back(std::move(period));
  }
  return all;
}

}  // namespace countersign::policy
