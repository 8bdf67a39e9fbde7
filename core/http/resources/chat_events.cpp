#include "http/resources/chat_events.hpp"

#include <atomic>
#include <optional>

namespace countersign::http {
namespace {

constexpr std::size_t kMostPages = 20;  // of one conversation

std::string_view to_word(chat::With with) {
  constexpr std::string_view words[] = {"ai", "checking", "waiting", "person"};
  return words[static_cast<std::size_t>(with)];
}

json::Object to_json(const ChatLine& line) {
  return {{"position", line.position},
          {"id", line.message},
          {"event", line.event},
          {"written_by", countersign::to_word(line.author)},
          {"text", line.text},
          {"notice", line.notice.empty() ? json::Value() : json::Value(line.notice)},
          {"in_reply_to", line.in_reply_to},
          {"at", to_rfc3339(line.at)}};
}

/// One open page; the stream's end lets it go. Thousands may be open: every byte here counts.
class Page final : public chat::Watcher {
 public:
  Page(const chat::Chat& chat, const std::string& ref, std::int64_t position)
      : Watcher(ref), chat_(chat), position_(position) {}

  /// Once, by the thread that opened the stream. A look before it does nothing.
  void begin(Stream stream) {
    stream_ = std::move(stream);
    begun_.store(true, std::memory_order_release);
  }

  /// Pushes what is new.
  void look() override {
    if (!begun_.load(std::memory_order_acquire)) return;
    while (stream_.open()) {
      const auto look = chat_.look(ref(), position_, kChatLines);
      if (!look) return stream_.close();  // the page asks again, and is told why
      if (look->lines.empty() && said_ == look->state) return;
      if (!look->lines.empty()) position_ = look->lines.back().position;
      said_ = look->state;
      if (!stream_.push(event("", json::dump(http::to_json(*look)), std::to_string(position_)))) return;
    }
  }

 private:
  const chat::Chat& chat_;
  std::int64_t position_;  // this and said_ are look()'s
  std::optional<chat::State> said_;
  std::atomic<bool> begun_{false};
  Stream stream_;
};

}  // namespace

json::Object to_json(const chat::Look& look) {
  json::Array messages;
  for (const auto& line : look.lines) messages.push_back(to_json(line));
  return {{"messages", std::move(messages)},
          {"more", look.lines.size() == kChatLines},
          {"state", json::Object{{"with", to_word(look.state.with)}, {"busy", look.state.busy}}}};
}

void stream_chat(chat::Chat& chat, const std::string& ref, std::int64_t position, Reply reply) {
  const auto page = std::make_shared<Page>(chat, ref, position);
  if (!chat.watchers().watch(page, kMostPages)) {
    auto refused = problem(429, "Too many pages", "This conversation is open on too many pages; close one.");
    refused.headers.emplace_back("Retry-After", "30");
    return reply.answer(std::move(refused));
  }
  page->begin(reply.stream([held = page]() mutable { held.reset(); }));
  chat.watchers().tell(ref);  // the first look may have come before the stream
}

}  // namespace countersign::http
