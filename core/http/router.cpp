#include "http/router.hpp"

#include <Poco/String.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace countersign::http {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  path.remove_prefix(1);
  for (;;) {
    const std::size_t slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

std::optional<std::vector<std::string>> decoded(std::string_view path) {
  if (path.empty() || path.front() != '/') return std::nullopt;
  std::vector<std::string> segments = split(path);
  for (std::string& segment : segments) {
    auto plain = percent_decode(segment);
    if (!plain) return std::nullopt;
    segment = std::move(*plain);
  }
  return segments;
}

bool is_name(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }
bool is_rest(std::string_view segment) { return is_name(segment) && segment.ends_with("...}"); }

/// A segment that stays inside its folder, whatever serves it.
bool is_plain(std::string_view segment) {
  return segment != "." && segment != ".." && segment.find_first_of("/\\") == std::string_view::npos;
}

/// Whether the body is written in a coding that nobody here undoes (RFC 9110, 8.4): read as it stands it would be noise,
/// kept as a customer's words.
bool is_coded(const Request& request) {
  const std::string* coding = request.header("content-encoding");
  return coding != nullptr && !coding->empty() && !request.body.empty() && Poco::icompare(*coding, "identity") != 0;
}

Response not_coded() {
  Response response = problem(415, "Unsupported content coding", "Send the body as it is, without Content-Encoding.");
  response.headers.emplace_back("Accept-Encoding", "identity");
  return response;
}

}  // namespace

const std::string& Params::operator[](std::string_view name) const {
  for (const auto& [key, value] : values_)
    if (key == name) return value;
  throw std::out_of_range("the route has no such parameter");
}

void Router::add(std::string_view pattern, Resource resource, std::string summary) {
  const auto at_once = [resource = std::move(resource)](const Request& request, const Params& params, Reply reply) {
    reply.answer(resource(request, params));
  };
  add(pattern, LaterResource(at_once), std::move(summary));
}

void Router::add(std::string_view pattern, LaterResource resource, std::string summary) {
  const std::size_t space = pattern.find(' ');
  if (space == std::string_view::npos || pattern.substr(space + 1, 1) != "/")
    throw std::invalid_argument("a route is written METHOD /path");
  const std::string_view path = pattern.substr(space + 1);
  rows_.push_back({{std::string(pattern.substr(0, space)), std::string(path), std::move(summary)},
                   split(path),
                   std::move(resource)});
}

bool Router::fits(const Row& row, const std::vector<std::string>& segments, Params& params) {
  for (std::size_t i = 0; i < row.segments.size(); ++i) {
    const std::string& wanted = row.segments[i];
    if (i >= segments.size()) return false;
    if (is_rest(wanted)) {
      std::string rest;
      for (std::size_t k = i; k < segments.size(); ++k) {
        if (!is_plain(segments[k]) || (segments[k].empty() && k + 1 < segments.size())) return false;
        rest.append(k == i ? "" : "/").append(segments[k]);
      }
      params.set(std::string_view(wanted).substr(1, wanted.size() - 5), std::move(rest));
      return true;
    }
    if (is_name(wanted)) {
      if (segments[i].empty()) return false;
      params.set(std::string_view(wanted).substr(1, wanted.size() - 2), segments[i]);
    } else if (wanted != segments[i]) {
      return false;
    }
  }
  return row.segments.size() == segments.size();
}

void Router::handle(const Request& request, Reply reply) const {
  const auto segments = decoded(request.path);
  if (!segments) return reply.answer(problem(404, "Not found", "There is no such path."));
  std::string allowed;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    Params params;
    if (!fits(row, *segments, params)) continue;
    if (row.route.method == request.method || (request.method == "HEAD" && row.route.method == "GET")) {
      reply.routed(static_cast<int>(i));
      if (is_coded(request)) return reply.answer(not_coded());
      return row.resource(request, params, std::move(reply));
    }
    allowed.append(allowed.empty() ? "" : ", ").append(row.route.method);
  }
  if (allowed.empty()) return reply.answer(problem(404, "Not found", "There is no such path."));
  Response response = problem(405, "Method not allowed", "This path takes: " + allowed + ".");
  response.headers.emplace_back("Allow", allowed);
  reply.answer(std::move(response));
}

std::vector<Route> Router::routes() const {
  std::vector<Route> list;
  std::transform(rows_.begin(), rows_.end(), std::back_inserter(list), [](const Row& row) { return row.route; });
  return list;
}

}  // namespace countersign::http
