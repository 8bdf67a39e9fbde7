#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/clock.hpp"
#include "flow/policy/cases.hpp"
#include "flow/policy/compiled.hpp"
#include "flow/policy/folder_files.hpp"
#include "flow/policy/languages.hpp"
#include "flow/policy/reading.hpp"
#include "flow/policy/values.hpp"

namespace countersign::policy {
namespace {

namespace fs = std::filesystem;
using yaml::Node;

constexpr std::uintmax_t kMaxFileBytes = 1U << 20U;

/// Who speaks, and where that text crosses.
struct Speaker {
  std::string_view key;
  Author author;
  Border border;
};
constexpr std::array<Speaker, 7> kSpeakers = {{{"customer", Author::customer, Border::arrival},
                                               {"ai", Author::ai, Border::reply},
                                               {"ai_edited", Author::ai_edited, Border::reply},
                                               {"person", Author::person, Border::reply},
                                               {"system", Author::system, Border::reply},
                                               {"to_model", Author::customer, Border::prompt},
                                               {"to_helpdesk", Author::customer, Border::ticket}}};

Turn turn_of(const Node& node, const Report& report) {
  Turn turn;
  turn.place = node.place;
  int speakers = 0;
  for (const Speaker& one : kSpeakers) {
    const Node* text = node.find(one.key);
    if (text == nullptr) continue;
    ++speakers;
    turn.written_by = one.author;
    turn.border = one.border;
    turn.text = text->text;
  }
  if (speakers != 1)
    report.error(
        node.place, 134,
        "one turn has one text: name exactly one of customer, ai, ai_edited, person, system, to_model, to_helpdesk");
  if (const auto span = to_span(text_of(node, "after")))
    turn.after = span->business ? std::chrono::seconds{} : span->length;
  turn.sources = number_of(node, "sources", 0);
  turn.findings = names_of(node, "finding");
  turn.topics = names_of(node, "topic");
  turn.expect = text_of(node, "expect");
  turn.because = names_of(node, "because");
  turn.shows = names_of(node, "shows");
  turn.hides = names_of(node, "hides");
  turn.queue = text_of(node, "queue");
  turn.ai_may = text_of(node, "ai_may");
  return turn;
}

/// Names of the set that a turn may point to.
void check_names(const Node& node, const PolicySet& set, const Report& report) {
  std::vector<std::string_view> policies, notices, queues;
  for (const Policy& one : set.compiled().policies) policies.push_back(one.id);
  for (const Moment& one : set.compiled().moments) policies.push_back(one.id);
  for (const auto& [id, notice] : set.compiled().notices) notices.push_back(id);
  for (const auto& [id, staffing] : set.compiled().staffing) queues.push_back(id);
  const auto check = [&](std::string_view key, const std::vector<std::string_view>& known, int code,
                         std::string_view what) {
    for (const Node* name : as_list(node.find(key)))
      if (std::find(known.begin(), known.end(), name->text) == known.end())
        report.error(name->place, code, unknown(name->text, what, known));
  };
  check("because", policies, 135, "a policy or moment of this set");
  check("shows", notices, 112, "a notice of this set");
  check("queue", queues, 114, "a queue of the staffing document");
}

Case case_of(const Node& root, const PolicySet& set, Time now, const Report& report) {
  Case read;
  if (const Node* locale = root.find("locale");
      locale != nullptr && !is_language(locale->text.substr(0, locale->text.find_first_of("-_"))))
    report.error(locale->place, 144, not_a_language(locale->text.substr(0, locale->text.find_first_of("-_")), false));
  read.title = text_of(root, "case");
  read.file = root.place.file;
  read.at = now;
  for (const auto& [key, into] :
       {std::pair{"channel", &read.channel}, {"locale", &read.locale}, {"brand", &read.brand}})
    if (const auto text = text_of(root, key); !text.empty()) *into = text;
  if (const Node* at = root.find("at")) {
    const auto time = from_rfc3339(at->text);
    if (!time) report.error(at->place, 108, "\"" + at->text + "\" is not a time; write 2026-11-23T09:00:00Z");
    read.at = time.value_or(now);
  }
  const Node* turns = root.find("turns");
  if (turns == nullptr) return read;
  for (const Node& node : turns->items) {
    if (!node.is_map()) continue;
    read.turns.push_back(turn_of(node, report));
    check_names(node, set, report);
  }
  return read;
}

void read_case(const fs::path& file, const PolicySet& set, Time now, std::vector<yaml::Problem>& problems,
               std::vector<Case>& cases) {
  const Report report(problems);
  const auto name = file.generic_string();
  std::error_code failed;
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::file_size(file, failed) > kMaxFileBytes || failed)
    return report.error({name, 1, 1}, 123,
                        "this file cannot be read; check its permissions and its size (at most 1 MiB)");
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto before = problems.size();
  const auto root = yaml::read(bytes, name, 'P', problems);
  if (!root) return;
  if (root->find("case") == nullptr)
    return report.error(root->place, 101, "a case starts with its title, such as \"case: A refund is promised\"");
  MoreWords own;
  for (const DataClass& one : set.detection().data_classes) own.push_back(one.id);
  for (const auto& [kind, place] : set.detection().given_by_plugins) own.push_back(kind);
  check_map(*root, "case", own, report);
  Case read = case_of(*root, set, now, report);
  const bool wrong = std::any_of(problems.begin() + static_cast<std::ptrdiff_t>(before), problems.end(),
                                 [](const yaml::Problem& p) { return !p.warning; });
  if (!wrong) cases.push_back(std::move(read));
}

}  // namespace

std::vector<Case> read_cases(const fs::path& folder, const PolicySet& set, Time now,
                             std::vector<yaml::Problem>& problems) {
  std::vector<Case> cases;
  try {
    if (!fs::exists(folder)) return cases;
    auto below = files_below(folder, false);
    for (const auto& file : below.files) read_case(file, set, now, problems, cases);
    for (auto& one : below.problems) problems.push_back(std::move(one));
  } catch (const std::exception&) {
    Report(problems).error({folder.generic_string(), 1, 1}, 123,
                           "this folder cannot be read; check that it may be opened");
  }
  return cases;
}

}  // namespace countersign::policy
