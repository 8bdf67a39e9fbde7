#include "flow/state/chat_line.hpp"

#include "base/json.hpp"

namespace countersign {
namespace {

std::string to_json(const ChatLine& line) {
  return json::dump(json::Object{
      {"event", line.event}, {"in_reply_to", line.in_reply_to}, {"notice", line.notice}, {"text", line.text}});
}

Status read_json(const std::string& text, ChatLine& line) {
  const auto read = json::parse(text);
  if (!read) return read.error();
  line.event = read->text("event");
  line.in_reply_to = read->text("in_reply_to");
  line.notice = read->text("notice");
  line.text = read->text("text");
  return {};
}

}  // namespace

Result<ChatLines::Step> ChatLines::step(const std::string& customer, const std::string& conversation,
                                        const ChatLine& line) const {
  auto sealed = keys_.seal(customer, "chat:" + line.message, to_json(line));
  if (!sealed) return sealed.error();
  // One writer gives the positions, so that nobody ever sees a line before one with a smaller number.
  return Step([conversation, message = line.message, author = std::string(to_word(line.author)), at = micros(line.at),
               sealed = std::move(*sealed)](store::Session& session) {
    session.run(
        "INSERT INTO chat_line (conversation, position, message, author, at, sealed) "
        "SELECT $1, coalesce(max(position),0)+1, $2, $3, $4, $5 FROM chat_line WHERE conversation=$1 "
        "ON CONFLICT (message) DO NOTHING",
        {conversation, message, author, at, store::Blob{sealed}});
  });
}

void ChatLines::forget(store::Session& session, const std::string& conversation) {
  session.run("DELETE FROM chat_line WHERE conversation=$1", {conversation});
}

Result<std::vector<ChatLine>> ChatLines::after(const std::string& customer, const std::string& conversation,
                                               std::int64_t position, int limit) const {
  std::vector<std::pair<ChatLine, std::string>> rows;
  const auto read = store_.read([&](store::Session& session) {
    session.each(
        "SELECT position, message, author, at, sealed FROM chat_line WHERE conversation=$1 AND position>$2 "
        "ORDER BY position LIMIT $3",
        {conversation, position, std::int64_t{limit}}, [&](const store::Row& row) {
          ChatLine line;
          line.position = row.integer(0);
          line.message = row.text(1);
          line.author = from_word<Author>(row.text(2)).value_or(Author::system);
          line.at = from_micros(row.integer(3));
          rows.emplace_back(std::move(line), row.blob(4));
        });
  });
  if (!read) return read.error();
  std::vector<ChatLine> lines;
  for (auto& [line, sealed] : rows) {
    const auto open = keys_.open(customer, "chat:" + line.message, sealed);
    if (!open) return open.error();
    if (const auto fine = read_json(*open, line); !fine) return fine.error();
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace countersign
