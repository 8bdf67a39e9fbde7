// How much others may take, and when AI stops making more work: `budget:` and `ca:` of a channel, a model and the
// helpdesk, and `limits:`. C037: a number or a time that cannot be used.
#include <charconv>

#include "app/config_parts.hpp"

namespace countersign::app {
namespace {

using std::chrono::milliseconds;

constexpr int kMostInFlight = 1000;
constexpr int kMostWaiting = 100'000;
constexpr std::int64_t kMostLimit = 100'000'000;
constexpr milliseconds kShortest{100};
constexpr milliseconds kLongest{600'000};

std::int64_t whole(ConfigReader& reader, const yaml::Node* node, std::string_view what, std::int64_t most,
                   std::int64_t fallback) {
  const std::string text = reader.word(node, what);
  if (text.empty()) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= 1 && value <= most) return value;
  reader.problem(
      node->place, "C037",
      std::string(what) + " must be a whole number from 1 to " + std::to_string(most) + ", not \"" + text + "\"");
  return fallback;
}

milliseconds time(ConfigReader& reader, const yaml::Node* node, std::string_view what, milliseconds fallback) {
  const std::string text = reader.word(node, what);
  if (text.empty()) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  std::int64_t factor = 0;
  if (unit == " milliseconds") factor = 1;
  if (unit == " second" || unit == " seconds") factor = 1000;
  if (unit == " minute" || unit == " minutes") factor = 60'000;
  if (error == std::errc() && factor > 0 && value >= 1 && value <= kLongest.count() / factor &&
      value * factor >= kShortest.count())
    return milliseconds(value * factor);
  reader.problem(node->place, "C037",
                 std::string(what) +
                     " must be a time from 100 milliseconds to 10 minutes with its unit, such as "
                     "\"30 seconds\", not \"" +
                     text + "\"");
  return fallback;
}

}  // namespace

TargetTerms read_target(ConfigReader& reader, const yaml::Node& block, const TargetTerms& usual) {
  TargetTerms terms = usual;
  if (const auto* ca = block.find("ca")) terms.ca = reader.path(ca, "ca").string();
  const auto* budget = block.find("budget");
  if (budget == nullptr || !reader.map(*budget, "a budget", {"in_flight", "deadline", "waiting"})) return terms;
  auto& to = terms.budget;
  to.in_flight = static_cast<int>(whole(reader, budget->find("in_flight"), "in_flight", kMostInFlight, to.in_flight));
  to.deadline = time(reader, budget->find("deadline"), "deadline", to.deadline);
  to.waiting = static_cast<int>(whole(reader, budget->find("waiting"), "waiting", kMostWaiting, to.waiting));
  return terms;
}

void read_limits(ConfigReader& reader, const yaml::Node* node, Config& config) {
  if (!node ||
      !reader.map(*node, "limits",
                  {"connections", "body", "requests_waiting", "requests_per_channel", "backlog", "request_wait",
                   "work_wait", "stop_within", "min_free_disk", "people", "reviews", "work", "questions"}))
    return;
  read_front_limits(reader, *node, config);
  auto& limits = config.limits;
  limits.people = whole(reader, node->find("people"), "people", kMostLimit, limits.people);
  limits.reviews = whole(reader, node->find("reviews"), "reviews", kMostLimit, limits.reviews);
  limits.questions = whole(reader, node->find("questions"), "questions", kMostLimit, limits.questions);
  limits.work = whole(reader, node->find("work"), "work", kMostLimit, limits.work);
}

}  // namespace countersign::app
