// What the server counts: answers by route and code, and how long they took. Made by the app once the router is whole;
// counted by the workers, shown by GET /metrics.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "http/router.hpp"
#include "metrics/metrics.hpp"

namespace countersign::http {

class RouteMetrics {
 public:
  explicit RouteMetrics(const std::vector<Route>& routes);
  /// As Options::observe calls it.
  void observe(int route, int status, std::chrono::nanoseconds took);
  void show(metrics::Page& page) const;

 private:
  struct Row {
    std::string route;                        ///< "GET /healthz"; never a path that somebody sent
    std::array<metrics::Counter, 600> codes;  ///< by status
    metrics::Histogram seconds;
  };
  std::vector<std::unique_ptr<Row>> rows_;  ///< the last one is for what no route took
};

}  // namespace countersign::http
