#include <re2/re2.h>

#include <algorithm>

#include "flow/detect/own_classes.hpp"
#include "flow/policy/reading.hpp"
#include "flow/policy/values.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

Names with(Names names, const Names& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

void read_recognise(const Node& node, Moment& moment, Reading& reading) {
  moment.recognised = true;
  moment.all = condition_of(&node);
  moment.all.elsewhere_is_known = true;
  moment.has_all = std::any_of(node.entries.begin(), node.entries.end(),
                               [](const auto& e) { return e.first.text.rfind("or_", 0) != 0; });
  moment.or_topic = names_of(node, "or_topic");
  moment.or_finding = with(names_of(node, "or_finding"), names_of(node, "or_emotion"));
  if (node.entries.empty())
    reading.report.error(node.place, 105,
                         "\"recognise\" is empty; name how the moment is recognised or delete the key");
  if (const Names words = names_of(node, "or_words"); !words.empty()) {
    // Facts carry no text, so the words become a topic of their own that the detectors look for.
    const std::string topic = "moment:" + moment.id;
    reading.out.detection.topics.push_back({topic, words, Level::low});
    moment.or_topic.push_back(topic);
  }
}

Moment moment_of(const Node& node, Reading& reading) {
  Moment moment;
  moment.id = text_of(node, "id");
  moment.ai_may = from_word<AiMay>(text_of(node, "ai_may")).value_or(AiMay::nothing);
  moment.risk = from_word<Level>(text_of(node, "risk")).value_or(Level::low);
  moment.value = from_word<Level>(text_of(node, "value")).value_or(Level::low);
  moment.emotion = from_word<Level>(text_of(node, "emotion")).value_or(Level::low);
  moment.give_to = route_of(node);
  moment.say_first = text_of(node, "say_first");
  if (const Node* recognise = node.find("recognise"); recognise != nullptr && recognise->is_map())
    read_recognise(*recognise, moment, reading);
  return moment;
}

}  // namespace

void read_journey(const Node& root, Reading& reading) {
  Node only;  // there is one journey, whatever its title
  only.kind = Node::Kind::scalar;
  only.place = root.place;
  only.text = "of this set";
  if (!reading.define("journey", &only)) return;
  reading.out.journey = text_of(root, "journey");
  reading.out.journey_version = number_of(root, "version", 0);
  reading.out.default_route = route_of(root);
  const Node* moments = root.find("moments");
  if (moments == nullptr) return;
  for (const Node& item : moments->items)
    if (item.is_map() && reading.define("moment", item.find("id")))
      reading.out.moments.push_back(moment_of(item, reading));
}

/// What a topic has in each language, all together; `what` it is called in a complaint.
std::vector<std::string> in_all_languages(const Node& by_language, const std::string& what, Reading& reading) {
  std::vector<std::string> all;
  for (const auto& [language, texts] : by_language.entries) {
    check_language(language, false, reading.report);
    if (as_list(&texts).empty())
      reading.report.error(texts.place, 105, what + " are missing here; write a list in [ ]");
    all = with(std::move(all), names_of(by_language, language.text));
  }
  return all;
}

void read_topics(const Node& root, Reading& reading) {
  const Node* list = root.find("list");
  if (list == nullptr) return;
  for (const Node& item : list->items) {
    if (!item.is_map() || !reading.define("topic", item.find("id"))) continue;
    Topic topic;
    topic.id = text_of(item, "id");
    topic.risk = from_word<Level>(text_of(item, "risk")).value_or(Level::low);
    const Node* by_language = item.find("words");
    if (by_language == nullptr || !by_language->is_map()) continue;
    topic.words = in_all_languages(*by_language, "words", reading);
    if (const Node* sentences = item.find("sentences"); sentences != nullptr && sentences->is_map())
      topic.sentences = in_all_languages(*sentences, "sentences", reading);
    reading.out.detection.topics.push_back(std::move(topic));
  }
}

namespace {

/// An article past its day is not used (past_review()); what ends soon is told while there is time to look at it.
void check_review_day(const Node& day, const std::string& what, const std::string& then, const Reading& reading) {
  const auto last = to_day(day.text);
  if (!last) return;
  const auto days = (std::chrono::floor<std::chrono::days>(*last) -
                     std::chrono::floor<std::chrono::days>(reading.now)).count();
  const std::string mend = ": look at it and write the next day here";
  if (days < 0)
    reading.report.warning(day.place, 146, "the review day of " + what + " is over, so " + then + mend);
  else if (std::chrono::days(days) <= kSoon)
    reading.report.warning(day.place, 146,
                           "the review day of " + what + " is " +
                               (days == 0   ? "today"
                                : days == 1 ? "tomorrow"
                                            : "in " + std::to_string(days) + " days") +
                               "; after that day " + then + mend);
}

}  // namespace

void read_knowledge(const Node& root, Reading& reading) {
  KnowledgeTerms terms;
  terms.folder = text_of(root, "folder");
  terms.owner = text_of(root, "owner");
  terms.review_by = text_of(root, "review_by");
  if (const Node* day = root.find("review_by"))
    check_review_day(*day, "\"" + terms.folder + "\"", "no article that has no day of its own is used", reading);
  if (const Node* articles = root.find("articles"))
    for (const Node& item : articles->items) {
      const auto title = text_of(item, "title");
      terms.articles[title] = text_of(item, "review_by");
      if (const Node* day = item.find("review_by"))
        check_review_day(*day, "\"" + title + "\"", "the article is not used", reading);
    }
  reading.out.knowledge.push_back(std::move(terms));
}

namespace {

/// RE2 takes it, in bounded memory, and it does not match nothing at all.
bool pattern_holds(const Node& node, const Report& report) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  const re2::RE2 pattern(node.text, options);
  if (!pattern.ok())
    report.error(
        node.place, 105,
        "this pattern cannot be used (" + pattern.error() + "); RE2 has no look-around and no back-references");
  else if (re2::RE2::FullMatch("", pattern))
    report.error(node.place, 105, "this pattern also matches an empty text; say what must be there");
  else
    return true;
  return false;
}

/// The detectors' own matching decides. An example may be the bare value, so it needs no words around it.
void check_examples(const Node& root, const DataClass& data, const Report& report) {
  auto anywhere = data;
  anywhere.context.clear();
  const auto finds = [](const detect::OwnClasses& classes, const std::string& text) {
    std::vector<Finding> found;
    return static_cast<bool>(classes.look(detect::plain_view(text), found)) && !found.empty();
  };
  const detect::OwnClasses value({anywhere});
  for (const Node* text : as_list(root.find("examples")))
    if (!finds(value, text->text))
      report.error(text->place, 121,
                   data.checksum.empty()
                       ? "the pattern does not match this example"
                       : "this example is not of the class: no match of the pattern has the checksum");
  const detect::OwnClasses whole({data});
  for (const Node* text : as_list(root.find("counter_examples")))
    if (finds(whole, text->text)) report.error(text->place, 121, "the class would find this counter-example");
}

}  // namespace

/// False, with an error, when the gateway itself finds what has this name: a class of that name would decide for it.
bool free_name(const Node& id, const Report& report) {
  const auto known = words_of("finding");
  if (std::find(known.begin(), known.end(), id.text) == known.end()) return true;
  report.error(id.place, 111, "\"" + id.text + "\" is found by the gateway itself; choose another id");
  return false;
}

void read_data_class(const Node& root, Reading& reading) {
  const Node* id = root.find("id");
  if (!reading.define("data_class", id) || !free_name(*id, reading.report)) return;
  DataClass found;
  found.id = text_of(root, "id");
  found.pattern = text_of(root, "pattern");
  found.checksum = text_of(root, "checksum");
  found.context = names_of(root, "context");
  if (const Node* node = root.find("pattern"); node != nullptr && pattern_holds(*node, reading.report))
    check_examples(root, found, reading.report);
  reading.out.detection.data_classes.push_back(std::move(found));
}

/// A kind that no detector of ours finds. Whether a plugin does is the configuration's matter, not this folder's.
void read_finding(const Node& root, Reading& reading) {
  const Node* id = root.find("id");
  if (!reading.define("data_class", id)) return;  // one name, one kind, whoever finds it
  if (!free_name(*id, reading.report)) return;
  reading.out.detection.given_by_plugins.emplace(id->text, id->place);
}

void read_law(const Node& root, Reading& reading) {
  const Node* list = root.find("list");
  if (list == nullptr) return;
  for (const Node& item : list->items)
    if (item.is_map() && reading.define("law", item.find("key")))
      reading.out.law[text_of(item, "key")] = {text_of(item, "key"),  text_of(item, "clause"), text_of(item, "duty"),
                                               text_of(item, "date"), text_of(item, "link"),   text_of(item, "binds")};
}

namespace {

void read_keep(const Node& list, const std::string& pack, Reading& reading) {
  for (const Node& item : list.items) {
    if (!item.is_map()) continue;
    const auto least = to_period(text_of(item, "at_least")), most = to_period(text_of(item, "at_most"));
    if (!least && !most)
      reading.report.error(item.place, 105,
                           "say at_least, at_most or both: without them nothing is kept or goes by this");
    if (text_of(item, "what") == "record" && most)
      reading.report.error(item.place, 105, "the record is never removed, so at_most cannot be kept; at_least can");
    reading.out.keep.push_back(
        {text_of(item, "what"), least, most, "pack " + pack + " (" + text_of(item, "why") + ")"});
  }
}

}  // namespace

void read_pack(const Node& root, Reading& reading) {
  if (!reading.define("pack", root.find("id"))) return;
  Pack pack{text_of(root, "id"), text_of(root, "pack")};
  pack.version = number_of(root, "version", 0);
  pack.law = names_of(root, "why");
  pack.binds = text_of(root, "binds");
  pack.compared_with_law = text_of(root, "compared_with_law");
  pack.reviewed_by_counsel = text_of(root, "reviewed_by_counsel");
  pack.settings = names_of(root, "settings");
  pack.left_out = names_of(root, "left_out");
  if (const Node* keep = root.find("keep"); keep != nullptr) read_keep(*keep, pack.id, reading);
  reading.out.packs.emplace(pack.id, std::move(pack));
}

}  // namespace countersign::policy
