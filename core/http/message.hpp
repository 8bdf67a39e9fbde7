// Request and Response: what a resource sees of HTTP, and the problems (RFC 9457) every refusal is answered with.
// Made by the server, read by the router and the resources. Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace countersign::http {

/// Ordered pairs; names of a request's headers are in lower case.
using Fields = std::vector<std::pair<std::string, std::string>>;
/// The first value under `name`, or nullptr.
[[nodiscard]] const std::string* find(const Fields& fields, std::string_view name);

struct Request {
  std::string method;  ///< "GET"
  std::string path;    ///< as sent, still percent-encoded: "/api/v1/reviews/x%2Fy/approve"
  std::string query;   ///< as sent, without "?"
  Fields headers;
  std::string body;  ///< whole; transfer encoding already undone
  std::string peer;  ///< numeric address of the other side, without port

  [[nodiscard]] const std::string* header(std::string_view name) const { return find(headers, name); }
  /// The token of "Authorization: Bearer <token>"; nullopt when there is none.
  [[nodiscard]] std::optional<std::string> bearer() const;
  /// The first `name=value` of the query, decoded; nullopt when there is none.
  [[nodiscard]] std::optional<std::string> query_value(std::string_view name) const;
};

/// Content-Length, Date and Connection are the server's; a handler sets the rest.
struct Response {
  int status = 200;
  Fields headers;
  std::string body;
};

[[nodiscard]] Response json(int status, const json::Value& value);
[[nodiscard]] Response text(int status, std::string body, std::string_view type = "text/plain; charset=utf-8");
/// application/problem+json (RFC 9457). `detail` says what to do and never quotes what a customer wrote.
[[nodiscard]] Response problem(int status, std::string_view title, std::string_view detail = "");
/// The one place where a Fault becomes a status. `unavailable` carries Retry-After; `internal` keeps its message to the
/// log.
[[nodiscard]] Response from(const Error& error);
[[nodiscard]] int status_of(Fault fault);

/// Undoes %XX; nullopt when an escape is broken or yields NUL. With `plus`, "+" is a space (queries).
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus = false);

}  // namespace countersign::http
