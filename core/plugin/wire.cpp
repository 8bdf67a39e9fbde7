#include "plugin/wire.hpp"

#include <algorithm>
#include <charconv>

#include "countersign/utf8.hpp"

namespace countersign::plugin {
namespace {

constexpr std::size_t kLongestUrl = 4096;
constexpr std::size_t kLongestHeader = 8192;
constexpr std::size_t kLongestProblem = 300;

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// Headers that decide where a request ends or goes belong to the outbound room alone.
bool is_reserved(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower == "host" || lower == "content-length" || lower == "transfer-encoding" || lower == "connection";
}

std::string upper(std::string method) {
  std::transform(method.begin(), method.end(), method.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return method;
}

/// A request for it could never be sent, and would be tried again and again.
bool has_usable_port(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return true;  // desk: and chat: have none
  auto authority = url.substr(scheme + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  const auto colon = authority.rfind(':');
  if (colon == std::string_view::npos || authority.ends_with(']')) return true;
  const auto digits = authority.substr(colon + 1);
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc() && end == digits.data() + digits.size() && port >= 1 && port <= 65535;
}

}  // namespace

bool valid_utf8(std::string_view text) { return sdk::valid_utf8(text); }

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size() && out.size() < kLongestProblem;) {
    const std::size_t length = sdk::utf8_sequence(text, at);
    const bool shown = length > 1 || (length == 1 && text[at] >= 0x20 && text[at] != 0x7F);
    if (shown)
      out += text.substr(at, length);
    else
      out += '?';
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

void put_now(Fields& fields, Time now) {
  if (now == Time{}) return;
  fields.emplace_back("now", to_rfc3339(now));
  fields.emplace_back("now_unix",
                      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count()));
}

Fields to_fields(const Webhook& webhook) {
  Fields in{{"op", "webhook"}, {"method", webhook.method}, {"path", webhook.path}, {"body", webhook.body}};
  put_now(in, webhook.now);
  for (const auto& [name, value] : webhook.headers) {
    // The first of a repeated header counts, as for the gateway itself.
    if (const std::string key = "header." + name; find(in, key) == nullptr) in.emplace_back(key, value);
  }
  return in;
}

Fields to_fields(const Response& response) {
  Fields in{{"op", "response"},
            {"status", std::to_string(response.status)},
            {"sent", response.sent ? "true" : "false"},
            {"body", response.body}};
  for (const auto& [name, value] : response.headers) {
    if (const std::string key = "header." + name; find(in, key) == nullptr) in.emplace_back(key, value);
  }
  return in;
}

Result<Request> to_request(const Fields& out, const std::string& id) {
  Reader reader(out, id);
  Request request;
  request.method = upper(reader.need("method", 10));
  request.url = reader.need("url", kLongestUrl);
  if (const auto* body = find(out, "body")) request.body = *body;
  static const std::vector<std::string_view> methods = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  if (std::find(methods.begin(), methods.end(), request.method) == methods.end())
    reader.wrong("method", "is not an HTTP method we send");
  if (!request.url.starts_with("http://") && !request.url.starts_with("https://") &&
      !request.url.starts_with("desk:") && !request.url.starts_with("chat:")) {
    reader.wrong("url", "is no http, https, desk or chat address");
  }
  if (request.url.find(' ') != std::string::npos) reader.wrong("url", "has a space: write %20");
  if (!has_usable_port(request.url)) reader.wrong("url", "has a port that does not exist");
  for (const auto& [key, value] : out) {
    if (!key.starts_with("header.")) continue;
    std::string name = key.substr(7);
    if (!is_header_name(name) || is_reserved(name)) reader.wrong("header", "names a header a plugin may not set");
    if (has_control(value) || value.size() > kLongestHeader) reader.wrong("header", "has a value that cannot be sent");
    request.headers.emplace_back(std::move(name), value);
  }
  if (!reader.ok()) return Error{Fault::internal, reader.error().message};
  return request;
}

Error to_error(const Answer& answer, const std::string& id) {
  const std::string message = "plugin `" + id + "`: " + answer.problem;
  switch (answer.code) {
    case Code::invalid:
      return {Fault::invalid, message};
    case Code::forged:
      return {Fault::forged, message};
    case Code::unsupported:
      return {Fault::not_found, message};
    case Code::retry:
      return {Fault::unavailable, message};
    case Code::ok:
    case Code::internal:
      break;
  }
  return {Fault::internal, message};
}

std::string Reader::text(std::string_view key, std::size_t most, bool line) {
  const std::string* value = find(out_, key);
  if (value == nullptr) return {};
  if (value->size() > most)
    wrong(key, "is longer than " + std::to_string(most) + " bytes");
  else if (!valid_utf8(*value))
    garbled(key, "is not valid UTF-8");
  else if (line && has_control(*value))
    wrong(key, "holds control characters");
  else
    return *value;
  return {};
}

std::string Reader::need(std::string_view key, std::size_t most, bool line) {
  std::string value = text(key, most, line);
  if (value.empty()) garbled(key, "is missing or empty");
  return value;
}

void Reader::wrong(std::string_view key, std::string_view what) {
  if (problem_.empty()) problem_ = "plugin `" + id_ + "`: `" + std::string(key) + "` " + std::string(what);
}

void Reader::garbled(std::string_view key, std::string_view what) {
  garbled_ = garbled_ || problem_.empty();
  wrong(key, what);
}

int http_status_of(const Reader& refused) { return refused.garbled() ? 503 : 422; }

int http_status_of(const Answer& answer) {
  switch (answer.code) {
    case Code::forged:
      return 401;
    case Code::unsupported:
      return 404;
    case Code::invalid: {
      const auto* hint = find(answer.out, "problem.status");
      return hint == nullptr ? 422 : *hint == "400" ? 400 : *hint == "415" ? 415 : 422;
    }
    case Code::retry:
    case Code::ok:
    case Code::internal:
      break;
  }
  return 503;  // ours: a sender takes anything below 500 as final
}

}  // namespace countersign::plugin
