#include <algorithm>

#include "flow/policy/meant.hpp"
#include "flow/policy/reading.hpp"
#include "flow/policy/values.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

constexpr std::array<std::string_view, 11> kMust = {
    "show_notice", "label",  "offer_a_person", "show_source", "be_approved_by",  "be_answered_by",
    "hide",        "remove", "never_keep",     "not_contain", "rest_on_a_source"};

/// The position of a word in its list of the vocabulary; the enums stand in the same order.
template <class T>
T order_of(std::string_view list, std::string_view word, T otherwise) {
  const auto known = words_of(list);
  const auto at = std::find(known.begin(), known.end(), word);
  return at == known.end() ? otherwise : static_cast<T>(at - known.begin());
}

std::uint8_t authors_of(const Names& words) {
  unsigned bits = 0;
  const auto bit = [](Author a) { return 1U << static_cast<unsigned>(a); };
  for (const std::string& word : words) {
    if (word == "ai")
      bits |= bit(Author::ai) | bit(Author::ai_edited);
    else if (word == "ai_unedited")
      bits |= bit(Author::ai);
    else if (const auto author = from_word<Author>(word))
      bits |= bit(*author);
  }
  return static_cast<std::uint8_t>(bits);
}

std::uint8_t levels_of(const Names& words) {
  unsigned bits = 0;
  for (const std::string& word : words)
    if (const auto level = from_word<Level>(word)) bits |= 1U << static_cast<unsigned>(*level);
  return static_cast<std::uint8_t>(bits);
}

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Requirement requirement_of(const Node& item, std::size_t must) {
  Requirement r;
  r.must = static_cast<Must>(must);
  r.name = kMust[must];
  const Node& value = *item.find(r.name);
  r.kinds = names_of(value, r.must == Must::not_contain ? "finding" : "data");
  switch (r.must) {
    case Must::show_notice:
      r.notice = value.text;
      if (const Names when = names_of(item, "when"); !when.empty()) {
        r.on_start = contains(when, "conversation_starts");
        r.on_question = contains(when, "customer_asks_if_ai");
        r.on_return = contains(when, "ai_returns");
      }
      if (const auto span = to_span(text_of(item, "again_after"))) r.again_after = span->length;
      break;
    case Must::be_approved_by:
      r.role = text_of(value, "role");
      r.people = number_of(value, "people", 1);
      break;
    case Must::hide:
      r.mask = text_of(value, "as") == "stars" ? Mask::stars : Mask::pseudonym;
      break;
    default:
      break;
  }
  return r;
}

/// Exactly one requirement per item; `when` and `again_after` only beside show_notice.
void read_item(const Node& item, Policy& policy, const Report& report) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < kMust.size(); ++i)
    if (item.find(kMust[i]) != nullptr) found.push_back(i);
  if (found.size() != 1)
    return report.error(
        item.place, 119,
        "each entry of \"must\" asks for exactly one thing; this one asks for " + std::to_string(found.size()));
  for (const std::string_view side : {"when", "again_after"})
    if (const Node* node = item.find(side); node != nullptr && found[0] != 0)
      report.error(node->place, 119,
                   "\"" + std::string(side) + "\" belongs to show_notice only; delete it or move it there");
  if (const auto again = to_span(text_of(item, "again_after")); again && again->business)
    report.error(item.find("again_after")->place, 107, "a notice comes back after plain time; write \"3 hours\"");
  policy.must.push_back(requirement_of(item, found[0]));
}

void read_waiver(const Node& node, Policy& policy, Reading& reading) {
  const Node* until = node.find("until");
  const auto day = until != nullptr ? to_day(until->text) : std::nullopt;
  if (!day) return;
  Waiver waiver{condition_of(node.find("for")), until->text, *day + std::chrono::days(1)};
  waiver.covers.elsewhere_is_known = true;
  if (const Node* covers = node.find("for"); covers != nullptr && covers->entries.empty())
    reading.report.error(covers->place, 105, "a waiver names what it covers; write at least one key");
  if (waiver.ends > reading.now + std::chrono::days(91))
    reading.report.error(until->place, 117, "a waiver lasts at most 90 days; choose an earlier \"until\"");
  else if (!in_force(waiver, reading.now))
    reading.report.warning(until->place, 118,
                           "this waiver is over and no longer applies; delete it or have it approved again");
  policy.waivers.push_back(std::move(waiver));
}

void add_findings(const Node& given, Facts& facts) {
  for (const std::string& kind : names_of(given, "finding"))
    facts.findings.push_back({.kind = kind, .start = 0, .end = 1});
  if (const auto money = to_money(text_of(given, "commitment"))) {
    Finding finding{.kind = "commitment", .start = 0, .end = 1};
    finding.commitment = Commitment{"money", money->cents, money->currency, ""};
    facts.findings.push_back(std::move(finding));
  }
}

Facts facts_of(const Node& given, Border at, Time now) {
  Facts facts;
  facts.border = at;
  facts.now = now;
  facts.written_by =
      from_word<Author>(text_of(given, "written_by")).value_or(at == Border::reply ? Author::ai : Author::customer);
  facts.channel = facts.channel_kind = text_of(given, "channel").empty() ? "webchat" : text_of(given, "channel");
  facts.language = text_of(given, "language").empty() ? "en" : text_of(given, "language");
  facts.brand = text_of(given, "brand");
  facts.region = text_of(given, "region");
  facts.model = text_of(given, "model");
  facts.topics = names_of(given, "topic");
  facts.risk = from_word<Level>(text_of(given, "risk")).value_or(Level::low);
  facts.value = from_word<Level>(text_of(given, "value")).value_or(Level::low);
  facts.emotion = from_word<Level>(text_of(given, "emotion")).value_or(Level::low);
  facts.turn = number_of(given, "turn", 1);
  facts.ai_turns = facts.turn - 1;
  facts.sources = number_of(given, "sources", 0);
  const Names says = names_of(given, "says");
  facts.customer_asks_if_ai = contains(says, "customer_asks_if_ai");
  facts.ai_returns = contains(says, "ai_returns");
  facts.never_ai = contains(says, "never_ai");
  facts.ai_may = AiMay::reply;
  for (const std::string& id : names_of(given, "notice_shown"))
    facts.notices_shown.push_back({id, now - std::chrono::minutes(1)});
  add_findings(given, facts);
  return facts;
}

void read_deadline(const Node& node, Policy& policy, const Report& report) {
  const Node* after = node.find("after");
  if (after == nullptr) return;
  for (const auto& [channel, time] : after->entries) {
    check_word(channel, "channel", {}, report);
    const auto span = to_span(time.text);
    if (!span) {
      const auto meant = span_meant(time.text);
      report.error(time.place, 107,
                   "\"" + time.text + "\" is not a time with its unit; write \"10 minutes\" or \"4 business hours\"" +
                       (meant.empty() ? "" : ". Did you mean " + meant + "?"));
      continue;
    }
    policy.deadline[channel.text == "any_other" ? "" : channel.text] = *span;
  }
}

/// "2 percent".
void read_share(const Node& root, Policy& policy, const Report& report) {
  const Node* check = root.find("check_afterwards");
  const Node* share = check != nullptr ? check->find("share") : nullptr;
  if (share == nullptr) return;
  const auto space = share->text.find(' ');
  const auto number = to_number(std::string_view(share->text).substr(0, space));
  const bool unit = space != std::string::npos && share->text.substr(space) == " percent";
  const auto meant = share_meant(share->text);
  if (!number || *number > 100 || !unit)
    return report.error(share->place, 142,
                        "\"" + share->text.substr(0, 60) + "\" is not a share; write 1 percent to 100 percent" +
                            (meant.empty() ? "" : ". Did you mean " + meant + "?"));
  policy.checked_percent = *number;
}

void read_parts(const Node& root, Policy& policy, Reading& reading) {
  if (const Node* must = root.find("must"))
    for (const Node& item : must->items)
      if (item.is_map()) read_item(item, policy, reading.report);
  if (const Node* wait = root.find("if_nobody_answers"); wait != nullptr && wait->is_map())
    read_deadline(*wait, policy, reading.report);
  if (const Node* waivers = root.find("except"))
    for (const Node& item : waivers->items)
      if (item.is_map()) read_waiver(item, policy, reading);
  if (const Node* examples = root.find("examples"))
    for (const Node& item : examples->items)
      if (const Node* given = item.find("given"); given != nullptr && given->is_map())
        policy.examples.push_back({facts_of(*given, policy.at, reading.now), text_of(*given, "text"),
                                   text_of(item, "expect"), item.place.file, item.place.line});
}

}  // namespace

Condition condition_of(const Node* map) {
  Condition c;
  if (map == nullptr) return c;
  if (map->find("written_by") != nullptr) c.authors = authors_of(names_of(*map, "written_by"));
  c.channel = names_of(*map, "channel");
  c.language = names_of(*map, "language");
  c.brand = names_of(*map, "brand");
  c.region = names_of(*map, "region");
  c.model = names_of(*map, "model");
  c.topic = names_of(*map, "topic");
  c.finding = names_of(*map, "finding");
  c.risk = levels_of(names_of(*map, "risk"));
  c.value = levels_of(names_of(*map, "value"));
  c.emotion = levels_of(names_of(*map, "emotion"));
  c.commitment_over = to_money(text_of(*map, "commitment_over"));
  return c;
}

void read_policy(const Node& root, Reading& reading) {
  Policy policy;
  if (!reading.define("policy", root.find("id"))) return;
  policy.id = text_of(root, "id");
  policy.title = text_of(root, "policy");
  policy.owner = text_of(root, "owner");
  policy.version = number_of(root, "version", 0);
  policy.why = names_of(root, "why");
  policy.pack = text_of(root, "from_pack");
  policy.mode = order_of("mode", text_of(root, "mode"), Mode::enforce);
  policy.at = from_word<Border>(text_of(root, "at")).value_or(Border::reply);
  policy.applies_to = condition_of(root.find("applies_to"));
  policy.if_not = order_of("if_not", text_of(root, "if_not"), IfNot::hold_for_review);
  policy.give_to = route_of(root);
  policy.say = text_of(root, "say");
  read_share(root, policy, reading.report);
  read_parts(root, policy, reading);
  const bool other_must = stands_under_another_name(root, "policy", "must");
  if (root.find("must") == nullptr && !other_must && root.find("if_nobody_answers") == nullptr &&
      root.find("check_afterwards") == nullptr)
    reading.report.error(root.place, 102, "\"must\" is missing in \"policy\": what must hold");
  if ((root.find("must") != nullptr || other_must) && root.find("if_not") == nullptr &&
      !stands_under_another_name(root, "policy", "if_not"))
    reading.report.error(root.place, 102, "\"if_not\" is missing in \"policy\": what happens where it does not hold");
  check_policy(root, policy, reading.report);
  reading.out.policies.push_back(std::move(policy));
}

}  // namespace countersign::policy
