// `countersign policy explain`: a text against a folder of policies, or what was decided about a message of the past.
#include <set>

#include "app/commands/gateway_commands.hpp"
#include "app/detectors.hpp"
#include "base/json.hpp"
#include "flow/activation/ledger.hpp"
#include "flow/audit/entry_json.hpp"
#include "flow/audit/recorded_facts.hpp"
#include "flow/detect/detectors.hpp"
#include "flow/grounding.hpp"
#include "flow/policy/examples.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

std::shared_ptr<const policy::PolicySet> load(const std::filesystem::path& folder, const Call& call) {
  if (!std::filesystem::is_directory(folder))
    return cannot(call.err, folder.string() + ": there is no such folder"), nullptr;
  const auto loaded = policy::PolicySet::load(folder, SystemClock().now());
  if (!loaded.ok()) cannot(call.err, "the set does not load; `countersign policy check` lists every problem");
  return loaded.set;
}

/// What the text is judged by, at the border that a text of this author crosses first.
policy::Facts facts_of(const Call& call, Author author, const Sight& sight) {
  policy::Facts facts;
  facts.border = author == Author::customer ? Border::arrival : Border::reply;
  facts.written_by = author;
  facts.now = SystemClock().now();
  facts.channel = facts.channel_kind = call.command.text("--channel", "webchat");
  if (call.command.has("--config"))
    for (const auto& one : load_config(call.command.text("--config")).readable.channels)
      if (one.name == facts.channel) facts.channel_kind = kind_of(one);
  facts.language = sight.language;
  facts.topics = sight.topics;
  facts.risk = sight.risk;
  facts.emotion = sight.emotion;
  facts.findings = sight.findings;
  facts.sources = call.command.has("--with-source") ? 1 : 0;
  facts.ai_may = AiMay::reply;
  return facts;
}

/// What each sentence of a text by AI rests on, added to the facts as the reply border would; in words.
std::string add_grounding(const Call& call, const std::string& text, policy::Facts& facts) {
  const auto article = call.command.text("--source");
  if (article.empty() || !of_ai_origin(facts.written_by)) return "";
  const std::vector<plugin::Passage> sources{{"the source", article, ""}};
  const std::vector<std::string> known{article, call.command.text("--customer-said")};
  const auto sentences = grounds_of(text, sources, known, facts.language);
  facts.sources = 1;
  facts.grounded = grounded_of(sentences);
  for (auto& one : find_ungrounded(text, sources, known, facts.now, sentences))
    facts.findings.push_back(std::move(one));
  std::string words;
  for (const auto& one : sentences)
    words += "rests on " + std::string(grounding::to_word(one.rests)) + " (" + std::to_string(one.share / 10) +
             " %): \"" + text.substr(one.start, one.end - one.start) + "\"" + (one.why.empty() ? "" : " - " + one.why) +
             "\n";
  return words;
}

/// In the words of the record.
std::string as_json(const policy::Facts& facts, const policy::Decision& decision) {
  std::string text;
  json::Writer to(text);
  to.open_object();
  to.key("decision");
  put(to, decision, audit::Cut());
  to.key("facts");
  put(to, facts, audit::Cut());
  to.close_object();
  return text;
}

int explain_text(const Call& call) {
  const auto set = load(call.command.text("WHAT"), call);
  if (!set) return 2;
  const auto author = from_word<Author>(call.command.text("--written-by", "customer")).value_or(Author::customer);
  const auto text = call.command.text("--text");
  const auto with = detectors_for(call.command.text("--config"));
  if (!with) return cannot(call.err, with.error().message);
  const auto sight =
      make_detector(set->detection(), 0, with->detectors)->look({text, author, call.command.text("--locale"), {}});
  if (!sight) return cannot(call.err, sight.error().message);
  auto facts = facts_of(call, author, *sight);
  const auto grounds = add_grounding(call, text, facts);
  const auto decision = policy::decide(*set, facts);
  if (call.command.has("--json")) {
    call.out << as_json(facts, decision) << "\n";
    return 0;
  }
  call.out << grounds;
  std::set<std::string> seen;  // a promise of two things in one sentence is said once
  for (const auto& finding : facts.findings)
    if (const auto line = finding.kind + ": \"" + text.substr(finding.start, finding.end - finding.start) + "\"\n";
        seen.insert(line).second)
      call.out << "saw " << line;
  call.out << policy::explain(*set, facts, decision) << "\n";
  return 0;
}

/// The sets that decided about a message: the one in the folder, and those that the store kept.
class Sets {
 public:
  explicit Sets(std::shared_ptr<const policy::PolicySet> folder) : folder_(std::move(folder)) {}
  void look_for(const std::string& body, store::Session& session) {
    const auto entry = json::parse(body);
    const auto digest = entry ? digest_of(*entry) : "";
    if (digest.empty() || digest == folder_->digest() || kept_.contains(digest)) return;
    if (auto set = activation::kept_set(session, digest, SystemClock().now())) kept_.emplace(digest, std::move(set));
  }
  [[nodiscard]] const policy::PolicySet& of(const json::Value& entry) const {
    const auto found = kept_.find(digest_of(entry));
    return found == kept_.end() ? *folder_ : *found->second;
  }

 private:
  static std::string digest_of(const json::Value& entry) {
    const auto* decision = entry.find("decision");
    return decision == nullptr ? "" : std::string(decision->text("policy"));
  }
  std::shared_ptr<const policy::PolicySet> folder_;
  std::map<std::string, std::shared_ptr<const policy::PolicySet>> kept_;
};

/// One entry of the message, if it is a decision.
bool explain_entry(const Call& call, const policy::PolicySet& set, const json::Value& entry, bool as_lines) {
  const auto* recorded = entry.find("decision");
  auto decision = recorded == nullptr ? std::nullopt : audit::decision_from(*recorded);
  if (!decision) return false;
  if (as_lines) {
    call.out << json::dump(entry) << "\n";
    return true;
  }
  const auto* kept = entry.find("facts");
  auto facts = kept == nullptr ? std::nullopt : audit::facts_from(*kept);
  if (!facts) {  // what the entry itself tells
    facts.emplace();
    facts->border = from_word<Border>(entry.text("border")).value_or(Border::reply);
    facts->written_by = from_word<Author>(entry.text("author")).value_or(Author::system);
  }
  call.out << entry.text("at") << " " << entry.text("kind") << "\n";
  if (decision->policy_digest != set.digest())
    call.out << "Decided under another set of policies (" << decision->policy_digest.substr(0, 16)
             << "); who looked and had nothing to say is not recorded.\n";
  else if (kept == nullptr)
    decision->policy_digest.clear();  // without facts nobody can say why a policy did not apply
  call.out << policy::explain(set, *facts, *decision) << "\n";
  return true;
}

int explain_message(const Call& call) {
  const auto named = call.command.text("WHAT");
  if (!call.command.has("--config"))
    return cannot(call.err, "name what to explain: DIR with --text, or the id of a message with --config FILE");
  const auto loaded = load_config(call.command.text("--config"));
  if (loaded.readable.data.empty()) return cannot(call.err, "the configuration names no data folder: correct `data`");
  // Where two people agree, the folder may be half written; what decided is kept beside the bundles.
  const bool draft = loaded.readable.activation == Activation::two_people;
  const auto folder = draft ? policy::PolicySet::load(loaded.readable.policies, SystemClock().now()).set
                            : load(loaded.readable.policies, call);
  if (!folder && !draft) return 2;
  Sets sets(folder ? folder : policy::PolicySet::none());
  std::vector<std::string> entries;
  auto id = named;
  const auto read = store::read_beside(loaded.readable.data / "countersign.db", [&](store::Session& session) {
    session.first("SELECT message FROM review WHERE id=$1", {named}, [&](const store::Row& row) { id = row.text(0); });
    session.each(
        "SELECT COALESCE(detail.body, entry.body) FROM entry LEFT JOIN detail ON detail.entry=entry.id WHERE "
        "entry.message=$1 ORDER BY entry.seq",
        {id}, [&](const store::Row& row) { entries.push_back(row.blob(0)); });
    for (const auto& body : entries) sets.look_for(body, session);
  });
  if (!read) return cannot(call.err, read.error().message);
  if (entries.empty())
    return cannot(call.err,
                  "the record knows no message or review " + id + "; ids stand in `review list`, tickets and `policy replay --list`");
  std::size_t decisions = 0;
  for (const auto& body : entries)
    if (const auto entry = json::parse(body);
        entry && explain_entry(call, sets.of(*entry), *entry, call.command.has("--json")))
      ++decisions;
  if (decisions == 0) return cannot(call.err, "the record has no decision about message " + id);
  return 0;
}

}  // namespace

CommandSpec policy_explain_command() {
  return {"policy explain",
          "which rules look at a text or looked at a message, what they saw, what would pass",
          "countersign policy explain policies/starter --text \"I want my money back\"",
          {{"WHAT", "the folder of policies (with --text), or the id of a message (with --config)", "", true},
           {"--text", "the text", "TEXT"},
           {"--config", "the installation of the message; with --text: look with its detector plugins too", "FILE",
            false, false, true},
           {"--written-by",
            "who wrote it",
            "AUTHOR",
            false,
            false,
            false,
            {"customer", "ai", "ai_edited", "person", "system"}},
           {"--channel", "the channel's name or kind", "CHANNEL"},
           {"--locale", "the customer's locale", "LOCALE"},
           {"--with-source", "the text rests on an article"},
           {"--source", "the words of that article; says what each sentence of an AI's text rests on", "TEXT"},
           {"--customer-said", "the customer's words that the text answers", "TEXT"},
           {"--json", "for programs: facts and decisions as they are recorded"}},
          [](const Call& call) { return call.command.has("--text") ? explain_text(call) : explain_message(call); },
          {}};
}

}  // namespace countersign::app
