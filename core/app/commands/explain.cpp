// `countersign policy explain`: a text against a folder of policies, or what was decided about a message of the past.
#include <set>

#include "app/commands/gateway_commands.hpp"
#include "app/commands/names.hpp"
#include "app/detectors.hpp"
#include "base/json.hpp"
#include "flow/activation/ledger.hpp"
#include "flow/audit/entry_json.hpp"
#include "flow/audit/recorded_facts.hpp"
#include "flow/detect/detectors.hpp"
#include "flow/grounding.hpp"
#include "flow/policy/examples.hpp"
#include "flow/policy/regions.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

policy::Loaded load(const std::filesystem::path& folder, const Call& call) {
  if (!std::filesystem::is_directory(folder)) return cannot(call.err, folder.string() + ": there is no such folder"), policy::Loaded();
  auto loaded = policy::PolicySet::load(folder, SystemClock().now());
  if (!loaded.ok()) cannot(call.err, "the set does not load; `countersign policy check` lists every problem");
  return loaded;
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
  facts.language = call.command.text("--language", sight.language);
  facts.region = call.command.text("--region", policy::region_of(call.command.text("--locale")));
  facts.brand = call.command.text("--brand");
  facts.model = call.command.text("--model");
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

/// Said, not refused: a rule may well be tried for a channel that comes later.
void warn_of_names(const Call& call, const policy::Loaded& loaded) {
  const auto configured = configured_in_file(call.command.text("--config"));
  const auto mentions = policy::mentions_of(loaded, call.command.text("WHAT"));
  for (const std::string key : {"channel", "brand", "model"}) {
    const auto word = call.command.text("--" + key);
    if (word.empty()) continue;
    const auto why = policy::nobody_has(key, word, mentions, configured ? &*configured : nullptr);
    if (!why.empty()) call.err << "countersign: warning: --" << key << ": " << why << "\n";
  }
}

int explain_text(const Call& call) {
  if (closed_words(call) != 0) return 2;
  const auto loaded = load(call.command.text("WHAT"), call);
  const auto& set = loaded.set;
  if (!set) return 2;
  warn_of_names(call, loaded);
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

/// What else was decided in the same matter: the texts that answered a message, or the message that a text answered.
struct Other {
  std::string id;  ///< of its review, if it has one, else of itself
  std::string what;
};
using Others = std::vector<Other>;

/// "held", "sent": what the newest decision about a text was.
std::string verdict_about(const std::string& message, store::Session& session) {
  std::string verdict;
  session.each("SELECT body FROM entry WHERE message=$1 ORDER BY seq", {message}, [&](const store::Row& row) {
    const auto entry = json::parse(row.blob(0));
    const auto* decision = entry ? entry->find("decision") : nullptr;
    const bool of_ticket = entry && entry->text("border") == to_word(Border::ticket);  // its copy for the helpdesk
    if (decision != nullptr && !of_ticket && !decision->text("verdict").empty()) verdict = std::string(decision->text("verdict"));
  });
  return verdict;
}

Others others_of(const std::string& id, store::Session& session) {
  Others all;
  std::string conversation, answered;
  session.first("SELECT conversation, in_reply_to FROM message WHERE id=$1", {id}, [&](const store::Row& row) {
    conversation = row.text(0);
    answered = row.text(1);
  });
  if (!answered.empty()) all.push_back({answered, "the customer's message that it answers"});
  struct Reply {
    std::string id, author, fate, notice;
  };
  std::vector<Reply> replies;
  session.each("SELECT id, author, fate, notice FROM message WHERE conversation=$1 AND in_reply_to=$2 ORDER BY id",
               {conversation, id}, [&](const store::Row& row) {
                 replies.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
               });
  for (const auto& reply : replies) {
    auto known_as = reply.id;
    session.first("SELECT id FROM review WHERE message=$1 ORDER BY id DESC", {reply.id},
                  [&](const store::Row& row) { known_as = row.text(0); });
    const auto verdict = verdict_about(reply.id, session);
    all.push_back({known_as, "the reply by " + reply.author + (reply.notice.empty() || reply.author != "system" ? "" : " (" + reply.notice + ")") +
                                 ": " + (verdict.empty() ? "" : verdict + "; ") + "now " + reply.fate});
  }
  return all;
}

void say_others(const Call& call, const Others& others) {
  for (const auto& one : others)
    call.out << "also: countersign policy explain " << one.id << " --config " << call.command.text("--config") << "   # "
             << one.what << "\n";
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
                            : load(loaded.readable.policies, call).set;
  if (!folder && !draft) return 2;
  Sets sets(folder ? folder : policy::PolicySet::none());
  std::vector<std::string> entries;
  Others others;
  auto id = named;
  const auto read = store::read_beside(loaded.readable.data / "countersign.db", [&](store::Session& session) {
    session.first("SELECT message FROM review WHERE id=$1", {named}, [&](const store::Row& row) { id = row.text(0); });
    session.each(
        "SELECT COALESCE(detail.body, entry.body) FROM entry LEFT JOIN detail ON detail.entry=entry.id WHERE "
        "entry.message=$1 ORDER BY entry.seq",
        {id}, [&](const store::Row& row) { entries.push_back(row.blob(0)); });
    for (const auto& body : entries) sets.look_for(body, session);
    others = others_of(id, session);
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
  if (!call.command.has("--json")) say_others(call, others);
  return 0;
}

}  // namespace

CommandSpec policy_explain_command() {
  return {"policy explain",
          "which rules look at a text or looked at a message, what they saw, what would pass",
          "countersign policy explain policies/starter --text \"I want my money back\"",
          {{"WHAT", "the folder of policies (with --text), or the id of a message (with --config)", "", true},
           {"--text", "the text", "TEXT"},
           {"--config", "the installation of the message; with --text: know its names and look with its detector plugins",
            "FILE"},
           {"--written-by",
            "who wrote it",
            "AUTHOR",
            false,
            false,
            false,
            {"customer", "ai", "ai_edited", "person", "system"}},
           {"--channel", "the channel's name or kind", "CHANNEL"},
           {"--brand", "the brand", "BRAND"},
           {"--model", "the model that drafted", "MODEL"},
           {"--language", "of the conversation, if not what the text itself shows", "LANGUAGE"},
           {"--locale", "the customer's locale", "LOCALE"},
           {"--region", "where the customer is, if not as the locale says", "REGION"},
           {"--with-source", "the text rests on an article"},
           {"--source", "the words of that article; says what each sentence of an AI's text rests on", "TEXT"},
           {"--customer-said", "the customer's words that the text answers", "TEXT"},
           {"--json", "for programs: facts and decisions as they are recorded"}},
          [](const Call& call) { return call.command.has("--text") ? explain_text(call) : explain_message(call); },
          {}};
}

}  // namespace countersign::app
