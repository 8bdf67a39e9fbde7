#include "report/case_file.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "base/crypto.hpp"
#include "flow/state/changes.hpp"
#include "report/case_story.hpp"
#include "report/case_texts.hpp"

namespace countersign::report {
namespace {

constexpr int kAll = std::numeric_limits<int>::max();
constexpr int kMostSampled = 200;

std::string author_of(const Message& message) {
  switch (message.author) {
    case Author::customer:
      return "the customer";
    case Author::ai:
      return "AI";
    case Author::ai_edited:
      return "AI, edited by a person";
    case Author::person:
      return "a person";
    case Author::system:
      return "an approved notice";
  }
  return "";
}

Section facts_about(const Conversation& one) {
  Section section{"Conversation " + one.name, ""};
  section.tables = {
      {{"", ""},
       {{"channel", one.channel},
        {"customer", one.customer_name.empty() ? one.customer_id : one.customer_name + " (" + one.customer_id + ")"},
        {"opened", clock_of(to_rfc3339(one.created_at))},
        {"language, region", one.language + (one.region.empty() ? "" : ", " + one.region)},
        {"moment", one.moment},
        {"who has it now", std::string(to_word(one.owner))},
        {"queue, priority", one.queue + (one.priority.empty() ? "" : ", " + one.priority)},
        {"ticket", one.ticket}},
       ""}};
  std::erase_if(section.tables[0].rows, [](const auto& row) { return row[1].empty(); });
  return section;
}

/// Of a text that was held and then cleared, what its rules say stands there once.
void add_new(std::vector<std::string>& facts, std::set<std::string>& known, std::vector<std::string> more) {
  for (auto& fact : more)
    if (known.insert(fact).second) facts.push_back(std::move(fact));
}

Section what_was_said(const std::vector<Message>& messages, const TextDoubts& doubts, const Story& story,
                      const policy::PolicySet& laws) {
  Section section{"What was said", "Every text in order, with what was decided about it and why."};
  for (const auto& message : messages) {
    const bool in = message.author == Author::customer;
    std::string who = author_of(message);
    if (!message.user.empty()) who += ": " + story.with_role(message.user);
    if (!in) who += ", " + std::string(to_word(message.fate));
    Said said{std::move(who), in ? "in" : "out", clock_of(to_rfc3339(message.at)), message.text, {}};
    if (const auto doubt = doubts.find(message.id); doubt != doubts.end())
      for (const auto& what : doubt->second) said.facts.push_back("NOT TO BE TRUSTED: " + what);
    std::set<std::string> known;
    for (const auto& told : story.all())
      if (told.line.message == message.id) add_new(said.facts, known, story.facts_of(told, laws));
    section.said.push_back(std::move(said));
  }
  return section;
}

Section what_else(const std::vector<Message>& messages, const Story& story, const policy::PolicySet& laws) {
  Section section{"What else happened", ""};
  for (const auto& told : story.all()) {
    const bool shown =
        std::any_of(messages.begin(), messages.end(), [&](const auto& one) { return one.id == told.line.message; });
    if (shown && !told.line.message.empty()) continue;
    auto facts = story.facts_of(told, laws);
    auto head = facts.front().substr(0, facts.front().rfind(" ("));  // its time stands beside it
    Said said{std::move(head), "note", told.at, "", {facts.begin() + 1, facts.end()}};
    section.said.push_back(std::move(said));
  }
  return section;
}

Section proofs(const Story& story, const ReceiptOf& receipt) {
  Section section{"Proof",
                  "Each line is an entry of the record. Its leaf is what the log's tree is built from: SHA-256 of a "
                  "zero byte and the entry (RFC 6962)."};
  Table policies{
      {"Policies that decided (digest)", "In force since", "Decided here from", "to"}, {}, "nothing was decided"};
  for (const auto& one : story.policies()) {
    std::string since = "before the record begins";
    if (one.entry > 0) since = clock_of(one.at) + " by " + story.name_of(one.by);
    if (!one.approved.empty()) since += ", approved by " + story.name_of(one.approved);
    policies.rows.push_back({one.digest, since, one.first, one.last});
  }
  Table entries{{"Entry", "Kind", "Time", "Leaf"}, {}, "no entry"};
  for (const auto& told : story.all())
    entries.rows.push_back({told.line.id, told.line.kind + (told.wrong.empty() ? "" : " (NOT TO BE TRUSTED)"), told.at,
                            crypto::sha256_hex(std::string(1, '\0') + told.line.body)});
  section.tables = {std::move(policies), std::move(entries)};
  for (const auto& told : story.all()) {
    if (!receipt || (told.line.kind != "cleared" && told.line.kind != "delivered")) continue;
    if (auto text = receipt(told.line.id); !text.empty())
      section.folded.push_back(
          {"receipt of entry " + told.line.id + " (" + told.line.kind + ", " + told.at + ")", std::move(text)});
  }
  return section;
}

}  // namespace

Status CaseFiles::record_view(const Conversation* conversation, const std::string& message) const {
  Changes changes(house_);
  audit::Entry entry;
  entry.kind = audit::Kind::viewed;
  entry.actor = "user:" + viewer_;
  entry.message = message;
  entry.more = {{"as", "case file"}};
  if (conversation != nullptr)
    changes.record(*conversation, std::move(entry));
  else
    changes.record(std::move(entry));
  return changes.commit();
}

Result<std::vector<Section>> CaseFiles::sections_of(const Conversation& conversation, Compared& log) const {
  const auto pseudonym = house_.keys.pseudonym(conversation.customer, "conversation", conversation.id);
  if (!pseudonym) return pseudonym.error();
  Result<std::vector<Message>> messages = Error{};
  Result<TextDoubts> doubts = TextDoubts();
  Story story;
  // In one read: a text that is delivered or erased meanwhile is not in doubt for it.
  const auto read = house_.store.read([&](store::Session& session) {
    messages = house_.messages.of(conversation.customer, conversation.id, kAll);
    story = Story::read(session, "conversation", *pseudonym);
    const bool kept = session.first("SELECT 1 FROM conversation WHERE id=$1", {conversation.id}, [](const auto&) {});
    if (messages && kept) doubts = doubts_about(session, house_.keys, conversation.customer, *messages, story);
  });
  if (!read) return read.error();
  if (!messages) return messages.error();
  if (!doubts) return doubts.error();
  if (const auto recorded = record_view(&conversation, ""); !recorded) return recorded.error();
  story.compare(log);
  story.make_sense(log);
  for (const auto& [message, all] : *doubts)
    for (const auto& doubt : all) log.tell(doubt);
  const auto rules = house_.rules.get();
  return std::vector<Section>{facts_about(conversation), what_was_said(*messages, *doubts, story, *rules->set),
                              what_else(*messages, story, *rules->set), proofs(story, receipt_)};
}

Sheet CaseFiles::finished(const std::string& title, std::vector<Section> sections, const Compared& log) const {
  return {
      title,
      "Shown to " + viewer_ + " on " + clock_of(to_rfc3339(house_.clock.now())) + " UTC; this view is on the record.",
      std::move(sections),
      {log.in_words(), "Times are UTC. This file holds a customer's words: keep it no longer than it is needed."},
      log.wrong()};
}

Result<Sheet> CaseFiles::of_record_alone(const std::string& message) const {
  Story story;
  bool gone = false;
  const auto read = house_.store.read([&](store::Session& session) {
    story = Story::read(session, "message", message);
    std::int64_t last = 0;  // a look at what is left of it comes after it went
    for (const auto& told : story.all())
      if (told.line.kind != "viewed") last = told.line.seq;
    gone = says_gone(session, last, {"erased", "texts", "drafts"});
  });
  if (!read) return read.error();
  if (story.all().empty())
    return Error{Fault::not_found, "neither the store nor the record knows the message " + message};
  if (const auto recorded = record_view(nullptr, message); !recorded) return recorded.error();
  Compared log(log_);
  story.compare(log);
  if (!gone)
    log.tell("the text of message " + message +
             " is not in the database, and no later entry of the record says that it was erased or its time was over");
  if (const auto counted = log.count(house_.store); !counted) return counted.error();
  const auto rules = house_.rules.get();
  const std::string why = gone ? "It was erased, or its time was over." : "Nothing on the record says why.";
  return finished(
      "Case file of message " + message,
      {{"The text is gone", why + " What was decided about it is on the record."},
       what_else({}, story, *rules->set),
       proofs(story, receipt_)},
      log);
}

Result<Sheet> CaseFiles::sheet_of(const std::string& title, const std::vector<Conversation>& conversations) const {
  Compared log(log_);
  std::vector<Section> all;
  for (const auto& conversation : conversations) {
    auto sections = sections_of(conversation, log);
    if (!sections) return sections.error();
    for (auto& section : *sections) all.push_back(std::move(section));
  }
  if (const auto counted = log.count(house_.store); !counted) return counted.error();
  return finished(title, std::move(all), log);
}

Result<Sheet> CaseFiles::of_message(const std::string& message) const {
  std::string id;
  const auto read = house_.store.read([&](store::Session& session) {
    const auto found = [&](const store::Row& row) { id = row.text(0); };
    if (session.first("SELECT conversation FROM message WHERE id=$1", {message}, found)) return;
    // Its row is gone; where other texts of its conversation are kept, they stand around the hole.
    session.first(
        "SELECT m.conversation FROM entry e JOIN message m ON m.id=e.message WHERE e.conversation IN "
        "(SELECT conversation FROM entry WHERE message=$1) LIMIT 1",
        {message}, found);
  });
  if (!read) return read.error();
  if (id.empty()) return of_record_alone(message);
  auto conversation = house_.conversations.by_id(id);
  if (!conversation) return conversation.error();
  return sheet_of("Case file of message " + message, {std::move(*conversation)});
}

Result<Sheet> CaseFiles::of_conversation(const std::string& channel, const std::string& name) const {
  auto conversation = house_.conversations.by_ref(house_.conversations.ref(channel, name));
  if (!conversation) return conversation.error();
  if (!*conversation) return Error{Fault::not_found, "there is no such conversation on this channel"};
  return sheet_of("Case file of conversation " + name, {std::move(**conversation)});
}

Result<Sheet> CaseFiles::of_sample(const Sampled& sampled) const {
  if (sampled.count < 1 || sampled.count > kMostSampled)
    return Error{Fault::invalid, "a sample has 1 to " + std::to_string(kMostSampled) + " conversations"};
  std::vector<std::string> ids;
  std::int64_t fitting = 0;
  // Whose time overlaps the period; a conversation has one from its first message to its last change.
  constexpr std::string_view kWhere =
      " FROM conversation WHERE updated_at>=$1 AND created_at<$2 AND ($3='' OR channel=$3) AND ($4='' OR language=$4)";
  const auto read = house_.store.read([&](store::Session& session) {
    session.first("SELECT count(*)" + std::string(kWhere),
                  {micros(sampled.since), micros(sampled.until), sampled.channel, sampled.language},
                  [&](const store::Row& row) { fitting = row.integer(0); });
    session.each(
        "SELECT id" + std::string(kWhere) + " ORDER BY random() LIMIT $5",
        {micros(sampled.since), micros(sampled.until), sampled.channel, sampled.language, std::int64_t{sampled.count}},
        [&](const store::Row& row) { ids.push_back(row.text(0)); });
  });
  if (!read) return read.error();
  if (ids.empty()) return Error{Fault::not_found, "no conversation of this period, channel and language is kept"};
  std::vector<Conversation> conversations;
  for (const auto& id : ids)
    if (auto one = house_.conversations.by_id(id)) conversations.push_back(std::move(*one));  // else erased meanwhile
  return sheet_of("Sample of " + std::to_string(conversations.size()) + " conversations, drawn at random from " +
                      std::to_string(fitting),
                  conversations);
}

}  // namespace countersign::report
