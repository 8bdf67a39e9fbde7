#include "http/message.hpp"

#include <algorithm>
#include <cctype>

namespace countersign::http {
namespace {

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
           return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
         });
}

struct Mapped {
  int status;
  std::string_view title;
};

Mapped mapped(Fault fault) {
  switch (fault) {
    case Fault::invalid:
      return {422, "Cannot be processed"};
    case Fault::forged:
      return {401, "Not authenticated"};
    case Fault::forbidden:
      return {403, "Not permitted"};
    case Fault::not_found:
      return {404, "Not found"};
    case Fault::conflict:
      return {409, "Conflict"};
    case Fault::gone:
      return {410, "Decided already"};
    case Fault::too_large:
      return {413, "Too large"};
    case Fault::unavailable:
      return {503, "Not available now"};
    case Fault::internal:
      break;
  }
  return {500, "Internal error"};
}

}  // namespace

const std::string* find(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return &value;
  return nullptr;
}

std::optional<std::string> Request::bearer() const {
  const std::string* value = header("authorization");
  constexpr std::string_view scheme = "bearer ";
  if (!value || !starts_with_word(*value, scheme)) return std::nullopt;
  std::string_view token = std::string_view(*value).substr(scheme.size());
  while (!token.empty() && token.front() == ' ') token.remove_prefix(1);
  if (token.empty()) return std::nullopt;
  return std::string(token);
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals), true) != name) continue;
    return percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
  }
  return std::nullopt;
}

Response json(int status, const json::Value& value) {
  return {status, {{"Content-Type", "application/json"}}, json::dump(value)};
}

Response text(int status, std::string body, std::string_view type) {
  return {status, {{"Content-Type", std::string(type)}}, std::move(body)};
}

Response problem(int status, std::string_view title, std::string_view detail) {
  json::Object object{{"type", "about:blank"}, {"title", title}, {"status", status}};
  if (!detail.empty()) object.emplace("detail", detail);
  Response response = json(status, std::move(object));
  response.headers.front().second = "application/problem+json";
  return response;
}

int status_of(Fault fault) { return mapped(fault).status; }

Response from(const Error& error) {
  const auto [status, title] = mapped(error.fault);
  if (error.fault == Fault::internal) return problem(status, title, "Something failed on our side; nothing was sent.");
  Response response = problem(status, title, error.message);
  if (error.fault == Fault::forged) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (error.fault == Fault::unavailable) response.headers.emplace_back("Retry-After", "5");
  return response;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += plus && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (!high || !low || (*high == 0 && *low == 0)) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return out;
}

}  // namespace countersign::http
