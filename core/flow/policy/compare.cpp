#include "flow/policy/compare.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "flow/policy/default_deadline.hpp"
#include "flow/policy/distinctions.hpp"
#include "flow/policy/rerouting.hpp"
#include "flow/policy/taking_away.hpp"

namespace countersign::policy {
namespace {

constexpr std::size_t kExamples = 20;
/// What became stricter is shown, not proved: so many questions about it.
constexpr std::uint64_t kToShow = 200'000;

int rank(const std::optional<Route>& route) {
  if (!route) return 0;
  return route->priority == "page_someone" ? 3 : route->priority == "urgent" ? 2 : 1;
}

template <class Map, class AtLeast>
void missing(const Map& before, const Map& after, const std::string& what, AtLeast at_least,
             std::vector<std::string>& all) {
  for (const auto& [key, value] : before) {
    const auto at = after.find(key);
    if (at == after.end() || !at_least(at->second, value))
      all.push_back(what + " " + (key.empty() ? "any channel" : key));
  }
}

void missing(const std::set<std::string>& before, const std::set<std::string>& after, const std::string& what,
             std::vector<std::string>& all) {
  for (const std::string& one : before)
    if (!after.contains(one)) all.push_back(what + " " + one);
}

/// Where no rule says how long a review may wait, the gateway does; so a rule that says longer is looser.
Duties with_wait(Duties duties, const Duties& other) {
  if (!duties.deadline.empty() || !duties.staffed_deadline.empty()) return duties;
  for (const auto* waits : {&other.deadline, &other.staffed_deadline})
    for (const auto& [kind, wait] : *waits) duties.deadline.emplace(kind, kDefaultDeadline);
  return duties;
}

/// What `weak` lacks that `strong` asks, said as a loss (loosening) or as a gain.
std::vector<std::string> weaker(const Decision& strong, const Decision& weak, bool loosening) {
  std::vector<std::string> all;
  const auto say = [&](const char* loss, const char* gain) { return std::string(loosening ? loss : gain); };
  const auto step = [&](const char* what, std::string_view stricter, std::string_view looser) {
    all.push_back(std::string(what) + " " + std::string(loosening ? stricter : looser) + " becomes " +
                  std::string(loosening ? looser : stricter));
  };
  const Duties x = with_wait(strong.duties, weak.duties), y = with_wait(weak.duties, strong.duties);
  const auto sooner = [](auto one, auto other) { return one <= other; };
  if (weak.verdict < strong.verdict) step("verdict", to_word(strong.verdict), to_word(weak.verdict));
  if (weak.ai_may > strong.ai_may) step("AI may", to_word(strong.ai_may), to_word(weak.ai_may));
  if (x.ai_off && !y.ai_off) all.push_back(say("AI is no longer off", "AI is off"));
  if (rank(y.give_to) < rank(x.give_to))
    all.push_back(say("less urgent, or to no queue", "to a queue, or more urgent"));
  missing(
      x.approvals, y.approvals, say("fewer signatures of", "more signatures of"),
      [](int one, int other) { return one >= other; }, all);
  missing(x.deadline, y.deadline, say("later or no deadline on", "a deadline, or an earlier one, on"), sooner, all);
  missing(x.staffed_deadline, y.staffed_deadline,
          say("later or no deadline in business time on", "a deadline, or an earlier one, in business time on"), sooner,
          all);
  missing(
      x.mask, y.mask, say("less hidden:", "more hidden:"), [](Mask one, Mask other) { return one >= other; }, all);
  missing(x.notices, y.notices, say("without the notice", "with the notice"), all);
  missing(x.never_keep, y.never_keep, say("now kept:", "no longer kept:"), all);
  missing(x.say, y.say, say("no longer said:", "newly said:"), all);
  if (x.label && !y.label) all.push_back(say("without the AI mark", "with the AI mark"));
  if (x.offer_a_person && !y.offer_a_person)
    all.push_back(say("without the way to a person", "with the way to a person"));
  if (x.checked_percent > y.checked_percent)
    all.push_back(say("less is checked afterwards", "more is checked afterwards"));
  if (x.show_source && !y.show_source) all.push_back(say("without its source", "with its source"));
  return all;
}

/// One question: which value of each axis.
using Question = std::vector<std::size_t>;

void next(Question& question, const std::vector<Axis>& axes) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (++question[i] < axes[i].size()) return;
    question[i] = 0;
  }
}

std::uint64_t combinations(const std::vector<Axis>& axes) {
  std::uint64_t all = 1;
  for (const Axis& axis : axes) {
    if (axis.empty()) return 0;
    if (all > std::numeric_limits<std::uint64_t>::max() / axis.size()) return std::numeric_limits<std::uint64_t>::max();
    all *= axis.size();
  }
  return all;
}

std::size_t weight(const Facts& facts) { return facts.topics.size() + 2 * facts.findings.size(); }

class Collector {
 public:
  void add(Facts facts, std::vector<std::string> what, std::vector<Difference>& examples) {
    const auto same =
        std::find_if(examples.begin(), examples.end(), [&](const Difference& d) { return d.what == what; });
    if (same == examples.end()) {
      if (examples.size() < kExamples) examples.push_back({std::move(facts), std::move(what)});
    } else if (weight(facts) < weight(same->facts)) {
      same->facts = std::move(facts);
    }
  }
};

/// Two sets, and which way they are compared.
struct Pair {
  const PolicySet& strong;
  const PolicySet& weak;
  bool loosening = true;  ///< `weak` is the newer one
};

/// Asks both sets what `weak` no longer asks, at one border; at most `left` questions.
void lost_at(Border border, const Pair& pair, Time now, std::uint64_t& left, Comparison& all) {
  const Sets sets = {&pair.strong.compiled(), &pair.weak.compiled()};
  auto& found = pair.loosening ? all.looser : all.stricter;
  auto& examples = pair.loosening ? all.examples_looser : all.examples_stricter;
  Collector collector;
  for (const Source& source : sources_of(*sets[0], *sets[1], border)) {
    const auto [axes, whole] = axes_of(sets, border, now, source);
    const auto count = combinations(axes);
    if (pair.loosening) {
      all.only_adds = false;
      all.exact = all.exact && whole && count <= left;
    }
    Question question(axes.size(), 0);
    for (auto asked = std::min(count, left); asked > 0; --asked, --left, next(question, axes)) {
      Facts facts;
      facts.border = border;
      facts.now = now;
      facts.ai_may = AiMay::reply;
      for (std::size_t i = 0; i < axes.size(); ++i) axes[i][question[i]](facts);
      auto lost = weaker(decide(pair.strong, facts), decide(pair.weak, facts), pair.loosening);
      all.asked += pair.loosening ? 1 : 0;
      if (lost.empty()) continue;
      ++found;
      collector.add(std::move(facts), std::move(lost), examples);
    }
  }
}

/// Where no rule and no moment says which, work goes as the journey's own line says: no combination of facts need reach
/// it, so it is looked at by itself.
void compare_default(const Compiled& before, const Compiled& after, Comparison& all) {
  Facts facts;
  facts.border = Border::arrival;
  const int then = rank(before.default_route), later = rank(after.default_route);
  if (later < then) {
    all.only_adds = false;
    ++all.looser;
    all.examples_looser.push_back({facts, {"the journey's give_to is gone or less urgent"}});
  } else if (later > then) {
    ++all.stricter;
    all.examples_stricter.push_back({facts, {"the journey's give_to is new or more urgent"}});
  }
}

}  // namespace

std::vector<std::string> loosened(const Decision& before, const Decision& after) { return weaker(before, after, true); }

std::vector<std::string> tightened(const Decision& before, const Decision& after) {
  return weaker(after, before, false);
}

Comparison compare(const PolicySet& before, const PolicySet& after, Time now, std::uint64_t most) {
  Comparison all;
  std::uint64_t questions = most, back = std::min(most, kToShow);
  for (const Border border : {Border::arrival, Border::prompt, Border::reply, Border::ticket}) {
    lost_at(border, {before, after, true}, now, questions, all);
    lost_at(border, {after, before, false}, now, back, all);
  }
  compare_default(before.compiled(), after.compiled(), all);
  all.rerouted = rerouted(before.compiled(), after.compiled());
  all.taken_away = taken_away(before.compiled(), after.compiled());
  const auto simpler = [](const Difference& a, const Difference& b) { return weight(a.facts) < weight(b.facts); };
  std::stable_sort(all.examples_looser.begin(), all.examples_looser.end(), simpler);
  std::stable_sort(all.examples_stricter.begin(), all.examples_stricter.end(), simpler);
  return all;
}

Comparison compare_from(const PolicySet& before, const PolicySet& after, Time now, std::uint64_t most) {
  auto all = compare(before, after, now, most);
  std::set<Time> ends;
  for (const PolicySet* set : {&before, &after})
    for (const Policy& policy : set->compiled().policies)
      for (const Waiver& waiver : policy.waivers)
        if (in_force(waiver, now)) ends.insert(waiver.ends);
  for (const Time at : ends) {
    auto then = compare(before, after, at, most);
    const auto from = "from " + to_rfc3339(at).substr(0, 10) + " on: ";
    const auto add = [&](std::vector<Difference>& examples, std::vector<Difference>& to) {
      for (Difference& one : examples) {
        if (to.size() >= kExamples) break;
        one.what.front() = from + one.what.front();
        to.push_back(std::move(one));
      }
    };
    if (all.looser == 0) add(then.examples_looser, all.examples_looser);
    if (all.stricter == 0) add(then.examples_stricter, all.examples_stricter);
    all.asked += then.asked;
    all.exact = all.exact && then.exact;
    all.only_adds = all.only_adds && then.only_adds;
    all.looser += then.looser;
    all.stricter += then.stricter;
  }
  return all;
}

std::string in_words(const Facts& facts) {
  std::string text = std::string(to_word(facts.border)) + ", " + std::string(to_word(facts.written_by));
  const auto add = [&text](std::string_view what, std::string_view value) {
    if (!value.empty()) text += ", " + std::string(what) + " " + std::string(value);
  };
  add("channel", facts.channel.empty() || facts.channel == facts.channel_kind || facts.channel_kind.empty()
                     ? facts.channel
                     : facts.channel + " (a " + facts.channel_kind + ")");
  add("language", facts.language);
  add("brand", facts.brand);
  if (facts.region.ends_with(kNoPart))
    add("region", "elsewhere in " + facts.region.substr(0, 2));
  else
    add("region", facts.region == kNoCountry ? "that is none of these" : facts.region);
  add("model", facts.model);
  if (facts.risk != Level::low) add("risk", to_word(facts.risk));
  if (facts.value != Level::low) add("value", to_word(facts.value));
  if (facts.emotion != Level::low) add("emotion", to_word(facts.emotion));
  for (const std::string& topic : facts.topics) add("topic", topic);
  for (const Finding& finding : facts.findings) {
    add("finding", finding.kind + (finding.start < finding.end ? "" : " (about the whole text)"));
    if (!finding.commitment) continue;
    const auto& cents = finding.commitment->cents;
    text += cents ? " of " + std::to_string(*cents) + " hundredths of " + finding.commitment->currency
                  : " without an amount";
  }
  if (facts.customer_asks_if_ai) text += ", the customer asked whether this is AI";
  if (facts.ai_returns) text += ", after a person had the conversation";
  if (facts.border == Border::reply && facts.sources == 0) text += ", without a source";
  for (const NoticeShown& shown : facts.notices_shown)
    if (shown.at < facts.now)  // one of this moment only stands for: none of another rule's is due
    text += ", " + shown.id + " shown " +
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(facts.now - shown.at).count()) +
            " seconds ago";
  return text;
}

}  // namespace countersign::policy
