// channel.webhook: the generic channel. Signed JSON in both directions; README.md beside this file has the wire format.
#include <array>
#include <charconv>
#include <string>

#include "countersign/plugin.hpp"

using namespace countersign::sdk;

namespace {

constexpr std::int64_t kTolerance = 300;  // seconds, both ways

/// Digits only; nullopt for anything else, so that " 1", "+1" and "01" cannot be other spellings of a signed time.
std::optional<std::int64_t> to_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0 || std::to_string(value) != text)
    return std::nullopt;
  return value;
}

[[noreturn]] void forged(const char* why) { throw Problem(CS_FORGED, why); }
[[noreturn]] void wrong(const std::string& what) { throw Problem(CS_INVALID, what, 422); }

struct Signature {
  std::string_view time;
  std::string_view mac;
};

/// "t=<unix seconds>,v1=<64 hex digits>", nothing else.
Signature parse_signature(std::string_view header) {
  const std::size_t comma = header.find(',');
  if (comma == std::string_view::npos || !header.starts_with("t=") || header.substr(comma + 1, 3) != "v1=") {
    forged("X-Countersign-Signature is not t=...,v1=...: sign the request");
  }
  return {header.substr(2, comma - 2), header.substr(comma + 4)};
}

/// JSON is UTF-8 (RFC 8259, 8.1): another charset is a sender that means something else. Absent is taken as JSON.
void check_media_type(std::string_view given) {
  std::string plain;
  for (const char c : given)
    if (c != ' ' && c != '\t' && c != '"') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (plain.empty() || plain == "application/json" || plain == "application/json;charset=utf-8") return;
  throw Problem(CS_INVALID, "the body must be application/json in UTF-8: send that Content-Type", 415);
}

/// The members a message may have, with the kind each must be of; attachments are handled apart.
void check_known(const Json& body) {
  static constexpr std::array<std::string_view, 10> known = {
      "",      "/id",      "/conversation", "/customer", "/customer/id", "/customer/name", "/customer/locale",
      "/text", "/sent_at", "/attachments"};
  for (const auto& [pointer, item] : body.items()) {
    if (std::find(known.begin(), known.end(), pointer) != known.end() || pointer.starts_with("/attachments/")) continue;
    wrong("an unknown key: allowed are id, conversation, customer {id, name, locale}, text, sent_at, attachments");
  }
}

void need_kind(const Json& body, std::string_view pointer, int kind, const char* what) {
  const Json::Item* item = body.find(pointer);
  if (item == nullptr || item->kind != kind) wrong("`" + std::string(pointer) + "` is not " + what);
}

void put_attachment(const Json& body, const std::string& at, std::size_t index, Out& out) {
  need_kind(body, at, CS_JSON_OBJECT, "an object with url, media_type, name");
  const std::string key = "attachment." + std::to_string(index);
  out.put(key + ".url", body.need(at + "/url"));
  out.put(key + ".media_type", body.get(at + "/media_type"));
  out.put(key + ".name", body.get(at + "/name"));
}

void put_attachments(const Json& body, Out& out) {
  if (body.find("/attachments") == nullptr) return;
  need_kind(body, "/attachments", CS_JSON_ARRAY, "a list");
  std::size_t members = 0;
  std::size_t count = 0;
  for (std::string at = "/attachments/0"; body.find(at) != nullptr; at = "/attachments/" + std::to_string(count)) {
    put_attachment(body, at, count++, out);
    for (const char* member : {"", "/url", "/media_type", "/name"})
      members += body.find(at + member) != nullptr ? 1 : 0;
  }
  std::size_t present = 0;
  for (const auto& [pointer, item] : body.items()) present += pointer.starts_with("/attachments/") ? 1 : 0;
  if (present != members) wrong("an unknown key in an attachment: allowed are url, media_type, name");
}

class Webhook final : public Handler {
 public:
  Webhook(Host host, const In& settings)
      : host_(host),
        name_(settings.need("channel.name")),
        secret_(settings.need("secret")),
        deliver_to_(settings.need("deliver_to")) {
    settings.only({"secret", "deliver_to"});
    if (secret_.size() < 8)
      throw Problem(CS_INVALID, "setting `secret` is shorter than 8 characters: take a longer one");
    const bool http = deliver_to_.starts_with("http://") || deliver_to_.starts_with("https://");
    if (!http || deliver_to_.find_first_of(" \t\r\n") != std::string::npos) {
      throw Problem(CS_INVALID,
                    "setting `deliver_to` is no http or https address: give the address replies are posted to");
    }
  }

  void verify(const In& in) const override {
    const Signature given = parse_signature(in.get("header.x-countersign-signature"));
    const auto at = to_number(given.time);
    const auto now = to_number(in.need("now_unix"));
    if (!at || !now) forged("the time in X-Countersign-Signature is no number of seconds");
    if (*at < *now - kTolerance || *at > *now + kTolerance)
      forged("the signature is older or newer than 5 minutes: check the clock");
    if (!same(given.mac, mac(given.time, "in", in.get("body"))))
      forged("the signature does not fit: check secret, channel name and body");
  }

  void read(const In& in, Out& out) const override {
    if (in.get("op") == "response") return read_response(in, out);
    if (in.get("op") != "webhook") throw Problem(CS_UNSUPPORTED, "this channel reads webhooks and responses only");
    check_media_type(in.get("header.content-type"));
    read_message(Json(host_, in.get("body")), out);
  }

  void write(const In& in, Out& out) const override {
    const std::string_view notice = in.get("notice");
    const std::string_view parent = in.get("in_reply_to");
    const std::string body =
        "{\"id\":" + quoted(in.need("message")) + ",\"conversation\":" + quoted(in.need("conversation")) +
        ",\"text\":" + quoted(in.need("text")) + ",\"written_by\":" + quoted(in.need("written_by")) +
        ",\"notice\":" + (notice.empty() ? "null" : quoted(notice)) +
        ",\"in_reply_to\":" + (parent.empty() ? "null" : quoted(parent)) + ",\"receipt\":" + quoted(in.get("receipt")) +
        "}";
    const std::string_view now = in.need("now_unix");
    out.put("method", "POST");
    out.put("url", deliver_to_);
    out.put("header.Content-Type", "application/json");
    out.put("header.Idempotency-Key", in.need("idempotency_key"));
    out.put("header.X-Countersign-Signature", "t=" + std::string(now) + ",v1=" + mac(now, "out", body));
    out.put("body", body);
  }

 private:
  [[nodiscard]] std::string mac(std::string_view time, std::string_view direction, std::string_view body) const {
    std::string signed_text;
    for (const std::string_view part : {time, direction, std::string_view(name_)}) signed_text.append(part).append(".");
    return host_.hmac_hex(secret_, signed_text.append(body));
  }

  static void read_message(const Json& body, Out& out) {
    need_kind(body, "", CS_JSON_OBJECT, "an object: the body must be one");
    check_known(body);
    need_kind(body, "/customer", CS_JSON_OBJECT, "an object with id, name, locale");
    out.put("event", body.need("/id"));
    out.put("conversation", body.need("/conversation"));
    out.put("customer", body.need("/customer/id"));
    out.put("name", body.get("/customer/name"));
    out.put("locale", body.get("/customer/locale"));
    need_kind(body, "/text", CS_JSON_STRING, "a string");
    out.put("text", body.get("/text"));
    out.put("sent_at", body.get("/sent_at"));
    put_attachments(body, out);
  }

  static void read_response(const In& in, Out& out) {
    const std::int64_t status = to_number(in.get("status")).value_or(0);
    const bool later = status == 408 || status == 425 || status == 429;
    const bool refused = status >= 400 && status < 500 && !later;
    // No answer is retried too: the Idempotency-Key lets the receiver drop what it already has.
    out.put("outcome", status >= 200 && status < 300 ? "delivered" : refused ? "refused" : "retry");
    out.put("detail", status == 0 ? "deliver_to gave no answer" : "deliver_to answered " + std::to_string(status));
    if (to_number(in.get("header.retry-after"))) out.put("retry_after", in.get("header.retry-after"));
  }

  Host host_;
  std::string name_;
  std::string secret_;
  std::string deliver_to_;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.webhook", "1.0.0", Webhook)
