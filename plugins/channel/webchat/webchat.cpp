// channel.webchat: the gateway's own chat page as a channel. Visitors prove their conversation by a signed token; what
// they are sent is written to the built-in chat. README.md beside this file has the wire format.
#include <array>
#include <charconv>
#include <string>

#include "countersign/plugin.hpp"

using namespace countersign::sdk;

namespace {

constexpr std::int64_t kLifetime = 90LL * 24 * 3600;  // seconds, as core/chat/token.hpp
constexpr std::int64_t kAhead = 300;                  // seconds that another node's clock may be ahead
constexpr std::size_t kLongestText = 16'000;          // bytes: the page's 4,000 characters always fit
constexpr std::size_t kShortestSecret = 32;

[[noreturn]] void forged() {
  throw Problem(CS_FORGED, "this conversation's token does not fit or is too old: start a new conversation");
}
[[noreturn]] void wrong(const char* what) { throw Problem(CS_INVALID, what, 422); }

/// What a token says: "cw1.<visitor>.<conversation>.<unix seconds>.<hex HMAC-SHA256>".
struct Token {
  std::string_view visitor;
  std::string_view conversation;
  std::string_view issued;
  std::string_view mac;
};

std::string_view take(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('.'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.size(), end + 1));
  return part;
}

Token parse(const In& in) {
  std::string_view rest = in.get("header.authorization");
  if (!rest.starts_with("Bearer ")) forged();
  rest.remove_prefix(7);
  if (take(rest) != "cw1") forged();
  Token token;
  token.visitor = take(rest);
  token.conversation = take(rest);
  token.issued = take(rest);
  token.mac = rest;
  return token;
}

std::int64_t seconds(std::string_view digits) {
  std::int64_t value = -1;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return problem == std::errc() && end == digits.data() + digits.size() ? value : -1;
}

/// Ids are made by the page: nothing that a person could have written fits.
bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

/// "https://shop.example" or, for trying things out, "http://localhost:3000"; no path, no wildcard.
bool is_origin(std::string_view origin) {
  const bool plain = origin.starts_with("http://localhost") || origin.starts_with("http://127.0.0.1");
  if (!plain && !origin.starts_with("https://")) return false;
  const std::string_view host = origin.substr(origin.find("//") + 2);
  return !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.:[]") == std::string_view::npos;
}

void check_known(const Json& body) {
  static constexpr std::array<std::string_view, 5> known = {"", "/id", "/text", "/locale", "/person"};
  const Json::Item* root = body.find("");
  if (root == nullptr || root->kind != CS_JSON_OBJECT) wrong("the body is no object with id, text, locale, person");
  for (const auto& [pointer, item] : body.items())
    if (std::find(known.begin(), known.end(), pointer) == known.end())
      wrong("an unknown key: allowed are id, text, locale, person");
}

class Webchat final : public Handler {
 public:
  Webchat(Host host, const In& settings)
      : host_(host),
        name_(settings.need("channel.name")),
        secret_(settings.get("secret", settings.get("channel.secret"))) {
    settings.only({"secret", "origins", "title", "messages_per_minute"});
    if (secret_.size() < kShortestSecret)
      throw Problem(CS_INVALID, "setting `secret` is shorter than 32 characters: take a longer one, or leave it out");
    std::string_view origins = settings.get("origins");
    while (!origins.empty()) {
      const std::size_t end = std::min(origins.find(' '), origins.size());
      if (!is_origin(origins.substr(0, end)))
        throw Problem(CS_INVALID,
                      "setting `origins` has something else than origins such as https://shop.example, divided by one "
                      "space: name the sites that may show the widget");
      origins.remove_prefix(std::min(origins.size(), end + 1));
    }
    if (const auto pace = settings.get("messages_per_minute"); !pace.empty() && (seconds(pace) < 1 || seconds(pace) > 600))
      throw Problem(CS_INVALID, "setting `messages_per_minute` is no whole number from 1 to 600");
    if (settings.get("title").size() > 80)
      throw Problem(CS_INVALID, "setting `title` is longer than 80 bytes: the page's heading has no room for it");
  }

  void verify(const In& in) const override {
    const Token token = parse(in);
    const std::int64_t issued = seconds(token.issued);
    const std::int64_t now = seconds(in.need("now_unix"));
    std::string signed_text = "chat";
    for (const std::string_view part : {std::string_view(name_), token.visitor, token.conversation, token.issued})
      signed_text.append(".").append(part);
    if (!same(token.mac, host_.hmac_hex(secret_, signed_text))) forged();
    if (issued < 0 || issued > now + kAhead || issued < now - kLifetime) forged();
  }

  void read(const In& in, Out& out) const override {
    if (in.get("op") == "response") return read_response(in, out);
    if (in.get("op") != "webhook") throw Problem(CS_UNSUPPORTED, "this channel reads webhooks and responses only");
    const Token token = parse(in);
    const Json body(host_, in.get("body"));
    check_known(body);
    const std::string_view id = body.need("/id");
    if (!is_id(id)) wrong("`id` is not 1 to 64 letters, digits and hyphens");
    const std::string_view text = body.need("/text");
    if (text.size() > kLongestText) wrong("`text` is longer than 16,000 bytes: send it in parts");
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) wrong("`text` has no words in it");
    const Json::Item* person = body.find("/person");
    if (person != nullptr && person->kind != CS_JSON_BOOLEAN) wrong("`person` is not true or false");
    out.put("event", std::string(token.conversation) + "." + std::string(id));  // no visitor meets another's ids
    out.put("conversation", token.conversation);
    out.put("customer", token.visitor);
    out.put("locale", body.get("/locale"));
    out.put("text", text);
    if (person != nullptr) out.put("asks_for_person", person->text);
  }

  /// No text: the built-in chat writes what was cleared, and nothing a plugin says.
  void write(const In& in, Out& out) const override {
    out.put("method", "POST");
    out.put("url", "chat:line");
    out.put("header.Idempotency-Key", in.need("idempotency_key"));
  }

 private:
  static void read_response(const In& in, Out& out) {
    const std::string_view status = in.get("status");
    out.put("outcome", status.starts_with("2") ? "delivered" : status.starts_with("4") ? "refused" : "retry");
    out.put("detail", "the built-in chat answered " + std::string(status));
  }

  Host host_;
  std::string name_;
  std::string secret_;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.webchat", "1.0.0", Webchat)
