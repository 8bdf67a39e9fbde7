#include "flow/state/message.hpp"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

constexpr std::array<std::string_view, 9> kFates = {"kept", "waiting", "ready",   "delivered", "refused",
                                                    "dead", "unknown", "blocked", "dropped"};
constexpr std::string_view kColumns =
    "id, conversation, author, writer, fate, in_reply_to, notice, at, asks_if_ai, sealed";

Fate fate_from(std::string_view word) {
  const auto* found = std::find(kFates.begin(), kFates.end(), word);
  return found == kFates.end() ? Fate::dead : static_cast<Fate>(found - kFates.begin());
}

Message from_row(const store::Row& row, std::string& sealed) {
  Message m;
  m.id = row.text(0);
  m.conversation = row.text(1);
  m.author = from_word<Author>(row.text(2)).value_or(Author::system);
  m.user = row.text(3);
  m.fate = fate_from(row.text(4));
  m.in_reply_to = row.text(5);
  m.notice = row.text(6);
  m.at = from_micros(row.integer(7));
  m.asks_if_ai = row.integer(8) != 0;
  sealed = row.blob(9);
  return m;
}

}  // namespace

std::string_view to_word(Fate fate) { return kFates.at(static_cast<std::size_t>(fate)); }

Result<std::string> Messages::seal(const std::string& customer, const Message& message) const {
  return keys_.seal(customer, "message:" + message.id, message.text);
}

Result<std::vector<Message>> Messages::of(const std::string& customer, const std::string& conversation,
                                          int limit) const {
  std::vector<std::pair<Message, std::string>> rows;
  const auto sql = "SELECT " + std::string(kColumns) + " FROM message WHERE conversation=$1 ORDER BY id DESC LIMIT $2";
  const auto read = store_.read([&](store::Session& session) {
    session.each(sql, {conversation, std::int64_t{limit}}, [&](const store::Row& row) {
      std::string sealed;
      auto message = from_row(row, sealed);
      rows.emplace_back(std::move(message), std::move(sealed));
    });
  });
  if (!read) return read.error();
  std::vector<Message> messages;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    auto open = keys_.open(customer, "message:" + row->first.id, row->second);
    if (!open) return open.error();
    row->first.text = std::move(*open);
    messages.push_back(std::move(row->first));
  }
  return messages;
}

Result<Message> Messages::one(const std::string& customer, const std::string& id) const {
  std::optional<Message> found;
  std::string sealed;
  const auto sql = "SELECT " + std::string(kColumns) + " FROM message WHERE id=$1";
  const auto read = store_.read([&](store::Session& session) {
    session.first(sql, {id}, [&](const store::Row& row) { found = from_row(row, sealed); });
  });
  if (!read) return read.error();
  if (!found) return Error{Fault::not_found, "there is no message " + id};
  auto open = keys_.open(customer, "message:" + id, sealed);
  if (!open) return open.error();
  found->text = std::move(*open);
  return std::move(*found);
}

void Messages::put(store::Session& session, const Message& m, const std::string& sealed) {
  session.run(
      "INSERT INTO message (id, conversation, author, writer, fate, in_reply_to, notice, at, asks_if_ai, sealed) "
      "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) "
      "ON CONFLICT (id) DO UPDATE SET author=$3, writer=$4, fate=$5, notice=$7, sealed=$10",
      {m.id, m.conversation, to_word(m.author), m.user, to_word(m.fate), m.in_reply_to, m.notice, micros(m.at),
       std::int64_t{m.asks_if_ai}, store::Blob{sealed}});
}

void Messages::set_fate(store::Session& session, const std::string& id, Fate fate) {
  session.run("UPDATE message SET fate=$2 WHERE id=$1", {id, to_word(fate)});
}

}  // namespace countersign
