// Router: which resource answers which method and path. Built once by the app, before the server starts; read by every
// worker. Refuses what fits no route (404) or no method of it (405) with a problem.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"
#include "http/reply.hpp"

namespace countersign::http {

/// The decoded values of a pattern's {names}.
class Params {
 public:
  void set(std::string_view name, std::string value) { values_.emplace_back(name, std::move(value)); }
  /// Throws std::out_of_range for a name the pattern does not have: that is a bug of the resource.
  [[nodiscard]] const std::string& operator[](std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string>> values_;
};

using Resource = std::function<Response(const Request&, const Params&)>;
/// Answers through the Reply, now or later, or with a stream. Request and parameters are valid during the call only.
using LaterResource = std::function<void(const Request&, const Params&, Reply)>;

/// One row of the table, for the OpenAPI description.
struct Route {
  std::string method;
  std::string pattern;  ///< "/channels/{name}", "/audit/{file...}"
  std::string summary;
};

class Router {
 public:
  /// `pattern` is "METHOD /path/{name}/…". A {name} is one segment, decoded, never empty; "{rest...}" may stand last
  /// and takes whole segments joined by "/", none of them "." or ".." or hiding a slash. HEAD is answered by GET's
  /// resource. The first row added wins. Throws std::invalid_argument for a pattern that cannot be read.
  void add(std::string_view pattern, Resource resource, std::string summary = "");
  void add(std::string_view pattern, LaterResource resource, std::string summary = "");
  /// Finds the row, tells the reply its place in routes() and lets it answer; no row: 404 or 405.
  void handle(const Request& request, Reply reply) const;
  [[nodiscard]] std::vector<Route> routes() const;

 private:
  struct Row {
    Route route;
    std::vector<std::string> segments;
    LaterResource resource;
  };
  [[nodiscard]] static bool fits(const Row& row, const std::vector<std::string>& segments, Params& params);

  std::vector<Row> rows_;
};

}  // namespace countersign::http
