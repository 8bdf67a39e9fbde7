#include "messages.hpp"

#include <cstdint>
#include <ctime>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace countersign::bench {
namespace {

std::string signature(const Options& options, const std::string& body) {
  const auto now = std::to_string(std::time(nullptr));
  const auto mac = crypto::hmac_sha256(options.secret, now + ".in." + options.channel + "." + body);
  return "X-Countersign-Signature: t=" + now + ",v1=" + crypto::to_hex(mac) + "\r\n";
}

/// A word of five letters for each number, the same after 11,881,376.
std::string word(std::uint64_t number) {
  std::string letters;
  for (int i = 0; i < 5; ++i, number /= 26) letters += static_cast<char>('a' + number % 26);
  return letters;
}

}  // namespace

std::string Writer::next() {
  const auto turn = sent_ % options_.turns;
  const auto person = options_.run + "-" + std::to_string(number_) + "-" + std::to_string(sent_ / options_.turns);
  conversation_ = "c-" + person;
  // Odd steps through the list: neighbours do not all send the same text at the same time.
  // Each has a word of its own: what the gateway remembers of texts helps a message's own way only.
  const auto text = options_.texts[(number_ * 7 + sent_) % options_.texts.size()] + " " + word(number_ * 7919 + sent_);
  ++sent_;
  const std::string body = "{\"id\":\"e-" + person + "-" + std::to_string(turn) + "\",\"conversation\":\"" +
                           conversation_ + "\",\"customer\":{\"id\":\"u-" + person +
                           "\",\"name\":\"Ana Example\",\"locale\":\"en\"},\"text\":" + json::dump(text) +
                           ",\"sent_at\":\"2026-11-21T10:00:00Z\",\"attachments\":[]}";
  return "POST " + options_.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" +
         (options_.secret.empty() ? "" : signature(options_, body)) + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string get_request(std::string_view path, std::string_view token, bool events) {
  std::string text = "GET " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  if (!token.empty()) text += "Authorization: Bearer " + std::string(token) + "\r\n";
  if (events) text += "Accept: text/event-stream\r\n";
  return text + "\r\n";
}

}  // namespace countersign::bench
