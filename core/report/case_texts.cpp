#include "report/case_texts.hpp"

#include <algorithm>
#include <optional>

#include "flow/audit/text_digest.hpp"

namespace countersign::report {
namespace {

/// A row and its entry are of one step and read the clock one after the other.
constexpr std::chrono::minutes kOneStep{1};

/// What the entries about a message say of its row; each with the entry that said it last.
struct Expected {
  const Told* first = nullptr;  ///< the step that made the row
  const Told* author_of = nullptr;
  const Told* fate_of = nullptr;
  const Told* writer_of = nullptr;
  const Told* text_of = nullptr;
  std::string author;
  std::vector<Fate> fates;
  bool has_row = false;   ///< some blocked texts never get one
  std::int64_t last = 0;  ///< seq of the newest entry

  void take(const Told& told);

 private:
  void written(const Told& told, std::vector<Fate> may_be);
  void became(const Told& told, std::vector<Fate> may_be) {
    fate_of = &told;
    fates = std::move(may_be);
  }
};

/// A step that puts the text into its row. Of one that waited or was judged again the bytes are not on record until it
/// is cleared.
void Expected::written(const Told& told, std::vector<Fate> may_be) {
  const auto& kind = told.line.kind;
  if (first == nullptr) first = &told;
  author_of = &told;
  author = told.entry.text("author");
  const bool final = kind == "arrived" || kind == "cleared";
  text_of = final ? &told : nullptr;
  writer_of = kind == "cleared" ? &told : nullptr;
  has_row = has_row || kind != "blocked";
  became(told, std::move(may_be));
}

/// A text that waits, or was cleared and not sent, is also dropped by steps of its conversation that do not name it.
void Expected::take(const Told& told) {
  const auto& kind = told.line.kind;
  if (kind != "viewed") last = told.line.seq;
  if (kind == "arrived") return written(told, {Fate::kept});
  if (kind == "held") return written(told, {Fate::waiting, Fate::dropped});
  if (kind == "cleared") return written(told, {Fate::ready, Fate::dropped});
  if (kind == "blocked" && told.entry.text("border") == "reply") return written(told, {Fate::blocked});
  if (kind == "edited") {
    writer_of = &told;
    text_of = nullptr;
    if (author == "ai") {
      author = "ai_edited";
      author_of = &told;
    }
  }
  if (kind == "delivered") became(told, {Fate::delivered});
  if (kind == "refused") became(told, {Fate::refused});
  if (kind == "undelivered") became(told, {Fate::dead, Fate::unknown});
  if (kind == "rejected" || kind == "taken_over" || kind == "expired") became(told, {Fate::dropped});
}

/// The name of who wrote it, "" for nobody; nullopt when it is not known (any more).
std::optional<std::string> writer_in(const Expected& expected, const Story& story) {
  if (expected.writer_of == nullptr) return std::nullopt;
  const std::string actor(expected.writer_of->entry.text("actor"));
  if (actor == "policy") return "";
  const auto found = story.names().find(actor);
  return found == story.names().end() ? std::nullopt : std::optional(found->second);
}

/// Whether the text is that of the entry, under its opening or as a version without openings named it.
Result<bool> same_text(const store::Keys& keys, const std::string& customer, const Message& row, const Told& told) {
  const auto recorded = told.entry.text("text");
  if (recorded.empty()) return true;
  const auto digest = audit::text_digest(keys, customer, row.id, row.text);
  if (!digest) return digest.error();
  if (recorded == *digest) return true;
  const auto before = keys.pseudonym(customer, "text:" + row.id, row.text);
  if (!before) return before.error();
  return recorded == *before;
}

Result<std::vector<std::string>> doubts_of(const store::Keys& keys, const std::string& customer, const Message& row,
                                           const Expected& expected, const Story& story) {
  const std::string name = "the text of message " + row.id;
  const auto entry = [](const Told& told) { return "entry " + told.line.id + " of the record"; };
  std::vector<std::string> doubts;
  if (expected.first == nullptr) return std::vector{name + " is in the database, and no entry of the record is of it"};
  if (to_word(row.author) != expected.author)
    doubts.push_back(name + " is shown as written by \"" + std::string(to_word(row.author)) + "\", and " +
                     entry(*expected.author_of) + " says \"" + expected.author + "\"");
  if (const auto writer = writer_in(expected, story); writer && *writer != row.user)
    doubts.push_back(name + " is shown as of " + (row.user.empty() ? "nobody" : row.user) + ", and " +
                     entry(*expected.writer_of) + " says " + (writer->empty() ? "nobody" : *writer));
  if (std::find(expected.fates.begin(), expected.fates.end(), row.fate) == expected.fates.end())
    doubts.push_back(name + " is shown as \"" + std::string(to_word(row.fate)) + "\", and " + entry(*expected.fate_of) +
                     " says \"" + expected.fate_of->line.kind + "\"");
  const auto made = from_rfc3339(expected.first->entry.text("at"));
  if (!made || row.at - *made > kOneStep || *made - row.at > kOneStep)
    doubts.push_back(name + " is shown at " + clock_of(to_rfc3339(row.at)) + ", and " + entry(*expected.first) +
                     " is of " + expected.first->at);
  if (expected.text_of == nullptr) return doubts;
  const auto same = same_text(keys, customer, row, *expected.text_of);
  if (!same) return same.error();
  if (!*same) doubts.push_back(name + " is not the text that " + entry(*expected.text_of) + " is of");
  return doubts;
}

/// Texts of customers and texts that left stay as long as their conversation; the others have a time of their own.
bool may_be_gone(store::Session& session, const Expected& expected) {
  const auto& fates = expected.fates;
  const bool draft = std::any_of(fates.begin(), fates.end(),
                                 [](const Fate fate) { return fate == Fate::dropped || fate == Fate::blocked; });
  return draft && says_gone(session, expected.last, {"drafts"});
}

}  // namespace

Result<TextDoubts> doubts_about(store::Session& session, const store::Keys& keys, const std::string& customer,
                                const std::vector<Message>& messages, const Story& story) {
  std::map<std::string, Expected> expected;
  for (const auto& told : story.all())
    if (!told.line.message.empty()) expected[told.line.message].take(told);
  TextDoubts all;
  for (const auto& row : messages) {
    auto doubts = doubts_of(keys, customer, row, expected[row.id], story);
    if (!doubts) return doubts.error();
    if (!doubts->empty()) all[row.id] = std::move(*doubts);
    expected.erase(row.id);
  }
  for (const auto& [message, one] : expected)
    if (one.has_row && !may_be_gone(session, one))
      all[message] = {"the text of message " + message + " is not in the database, and entry " + one.fate_of->line.id +
                      " of the record says that it is \"" + one.fate_of->line.kind + "\""};
  return all;
}

bool says_gone(store::Session& session, std::int64_t seq, const std::vector<std::string>& what) {
  bool gone = false;
  session.each("SELECT kind, body FROM entry WHERE seq>$1 AND kind IN ('erased','removed')", {seq},
               [&](const store::Row& row) {
                 const auto entry = json::parse(row.blob(1));
                 const auto* more = entry ? entry->find("more") : nullptr;
                 const auto* removed = more == nullptr ? nullptr : more->find("removed");
                 for (const auto& one : what) {
                   const auto* count = removed == nullptr ? nullptr : removed->find(one);
                   const bool some = count != nullptr && count->integer() != nullptr && *count->integer() > 0;
                   gone = gone || some || row.text(0) == one;
                 }
               });
  return gone;
}

}  // namespace countersign::report
