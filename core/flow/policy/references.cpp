#include <algorithm>

#include "flow/policy/reading.hpp"
#include "flow/policy/regions.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

constexpr std::size_t kSmsBytes =
    459;  // three concatenated parts (3GPP TS 23.040); what is longer, carriers split or drop

using Known = std::vector<std::string_view>;

/// All names of the set, by what points to them.
struct Index {
  Known notices, roles, queues, topics, laws, packs;

  explicit Index(const Compiled& set) {
    for (const auto& [id, notice] : set.notices) notices.push_back(id);
    for (const Role& role : set.roles) roles.push_back(role.name);
    for (const auto& [id, staffing] : set.staffing) queues.push_back(id);
    for (const Topic& topic : set.detection.topics)
      if (topic.id.find(':') == std::string::npos) topics.push_back(topic.id);
    for (const auto& [key, law] : set.law) laws.push_back(key);
    for (const auto& [id, pack] : set.packs) packs.push_back(id);
  }
};

struct Pointer {
  std::string_view key;
  const Known& known;
  int code;
  std::string_view what;
};

void follow(const Node& node, const std::vector<Pointer>& pointers, bool a_file_is_missing, const Report& report) {
  for (const auto& [key, value] : node.entries) {
    for (const Pointer& p : pointers)
      if (p.key == key.text && !(a_file_is_missing && p.known.empty()))
        for (const Node* name : as_list(&value))
          if (std::find(p.known.begin(), p.known.end(), name->text) == p.known.end())
            report.error(name->place, p.code,
                         unknown(name->text, p.what, p.known, p.code == 115 ? law_meant(name->text, p.known) : ""));
    follow(value, pointers, a_file_is_missing, report);
  }
  for (const Node& item : node.items) follow(item, pointers, a_file_is_missing, report);
}

void check_regions(const Node& node, const Report& report) {
  for (const auto& [key, value] : node.entries) {
    if (key.text == "region")
      for (const Node* name : as_list(&value))
        if (!is_region(name->text)) {
          const auto meant = region_meant(name->text);
          report.error(name->place, 140,
                       "\"" + name->text.substr(0, 60) +
                           "\" is not a region; write a country (DE, GB), a part of one (US-CA), EU or EEA" +
                           (meant.empty() ? "" : ". Did you mean " + meant + "?"));
        }
    check_regions(value, report);
  }
  for (const Node& item : node.items) check_regions(item, report);
}

bool reaches_sms(const Policy& policy) {
  const Names& channels = policy.applies_to.channel;
  return channels.empty() || std::find(channels.begin(), channels.end(), "sms") != channels.end();
}

/// A notice that must stand with an SMS has to fit into one.
void check_length(const Node& root, const Reading& reading) {
  const Node* id = root.find("id");
  const Node* must = root.find("must");
  const auto& all = reading.out.policies;
  const auto policy =
      std::find_if(all.begin(), all.end(), [&](const Policy& p) { return id != nullptr && p.id == id->text; });
  if (policy == all.end() || must == nullptr || !reaches_sms(*policy)) return;
  for (const Node& item : must->items) {
    const Node* named = item.find("show_notice");
    const auto notice = named != nullptr ? reading.out.notices.find(named->text) : reading.out.notices.end();
    if (notice == reading.out.notices.end()) continue;
    for (const auto& [language, texts] : notice->second.texts) {
      const auto sms = texts.find("sms") != texts.end() ? texts.find("sms") : texts.find("any");
      if (sms->second.size() > kSmsBytes)
        reading.report.error(named->place, 127,
                             "the \"" + language + "\" text of " + notice->first + " is too long for an SMS (" +
                                 std::to_string(kSmsBytes) + " bytes); give the notice a shorter text for sms");
    }
  }
}

/// What the composer places needs an approved text of that name; without it every AI text would be held.
void check_placed(const Node& root, const Reading& reading) {
  constexpr std::pair<std::string_view, std::string_view> kPlaced[] = {
      {"label", "ai-label"}, {"offer_a_person", "offer-a-person"}, {"show_source", "source-line"}};
  const Node* must = root.find("must");
  if (must == nullptr) return;
  for (const Node& item : must->items)
    for (const auto& [word, notice] : kPlaced)
      if (const Node* asked = item.find(word);
          asked != nullptr && reading.out.notices.find(std::string(notice)) == reading.out.notices.end())
        reading.report.error(item.place, 112,
                             "\"" + std::string(word) + "\" places the notice " + std::string(notice) +
                                 ", which this set lacks; write it");
}

void check_business_time(const Node& root, const Reading& reading) {
  const Node* wait = root.find("if_nobody_answers");
  const Node* after = wait != nullptr ? wait->find("after") : nullptr;
  if (after == nullptr || !reading.out.staffing.empty()) return;
  for (const auto& [channel, time] : after->entries)
    if (time.text.find("business") != std::string::npos)
      reading.report.error(
          time.place, 114,
          "business hours need a staffing document that says when they are; write one or use plain hours");
}

/// In a set that lets something go to models, a border without a rule in force is one that was forgotten.
void check_quiet_borders(const Reading& reading) {
  const yaml::Place whole{reading.folder, 1, 1};
  const auto quiet = [&](Border border) {
    return std::none_of(reading.out.policies.begin(), reading.out.policies.end(),
                        [&](const Policy& p) { return p.at == border && p.mode == Mode::enforce; });
  };
  if (quiet(Border::ticket))
    reading.report.warning(whole, 129,
                           "no policy at ticket is in force, so card numbers and secrets go to the helpdesk as they are; add "
                           "one that hides or removes them");
  if (quiet(Border::arrival))
    reading.report.warning(whole, 129,
                           "no policy at arrival is in force, so everything is kept and only the journey says what goes to "
                           "a person; add one with never_keep or not_contain");
}

void check_coverage(const Reading& reading) {
  const yaml::Place whole{reading.folder, 1, 1};
  const Compiled& set = reading.out;
  if (set.journey.empty())
    reading.report.warning(whole, 129, "there is no journey document, so AI may do nothing; write one to allow more");
  const bool speaks = std::any_of(set.policies.begin(), set.policies.end(), [](const Policy& p) {
    return p.at == Border::prompt && p.mode == Mode::enforce &&
           std::any_of(p.must.begin(), p.must.end(),
                       [](const Requirement& r) { return r.must == Must::hide || r.must == Must::remove; });
  });
  if (!speaks)
    reading.report.warning(whole, 129, "no policy at prompt says what to hide or remove, so nothing goes to a model");
  const bool replies =
      std::any_of(set.moments.begin(), set.moments.end(), [](const Moment& m) { return m.ai_may == AiMay::reply; });
  const bool discloses = std::any_of(set.policies.begin(), set.policies.end(), [](const Policy& p) {
    return p.at == Border::reply && p.mode == Mode::enforce &&
           std::any_of(p.must.begin(), p.must.end(),
                       [](const Requirement& r) { return r.must == Must::show_notice || r.must == Must::label; });
  });
  if (replies && !discloses)
    reading.report.warning(whole, 129,
                           "the journey lets AI reply, and no policy at reply that is in force shows a notice or a "
                           "label, so nobody is told that AI wrote; add show_notice or label: ai");
  if (!set.journey.empty() && speaks) check_quiet_borders(reading);
}

}  // namespace

void check_references(const std::vector<Document>& documents, const Reading& reading) {
  const Index index(reading.out);
  const std::vector<Pointer> pointers = {{"show_notice", index.notices, 112, "a notice of this set"},
                                         {"say", index.notices, 112, "a notice of this set"},
                                         {"say_first", index.notices, 112, "a notice of this set"},
                                         {"notice_shown", index.notices, 112, "a notice of this set"},
                                         {"role", index.roles, 113, "a role of the roles document"},
                                         {"queue", index.queues, 114, "a queue of the staffing document"},
                                         {"why", index.laws, 115, "a key of the law table"},
                                         {"from_pack", index.packs, 141, "a pack of this set"},
                                         {"topic", index.topics, 116, "a topic of the topics document"},
                                         {"or_topic", index.topics, 116, "a topic of the topics document"}};
  // One broken file would bring an error for each word that it defines: they are told once it can be read.
  const bool a_file_is_missing = reading.report.a_file_is_missing();
  for (const Document& document : documents) {
    if (document.kind != "policy" && document.kind != "journey" && document.kind != "pack") continue;
    follow(document.root, pointers, a_file_is_missing, reading.report);
    check_regions(document.root, reading.report);
    check_length(document.root, reading);
    check_placed(document.root, reading);
    check_business_time(document.root, reading);
  }
  check_people(documents, reading);
  // Of rules that were not read whole nobody can say what they add.
  if (!reading.report.has_errors()) check_sense(documents, reading);
  check_coverage(reading);
}

}  // namespace countersign::policy
