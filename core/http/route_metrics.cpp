#include "http/route_metrics.hpp"

namespace countersign::http {

RouteMetrics::RouteMetrics(const std::vector<Route>& routes) {
  for (const Route& route : routes) {
    rows_.push_back(std::make_unique<Row>());
    rows_.back()->route = route.method + " " + route.pattern;
  }
  rows_.push_back(std::make_unique<Row>());
  rows_.back()->route = "none";
}

void RouteMetrics::observe(int route, int status, std::chrono::nanoseconds took) {
  const auto index = static_cast<std::size_t>(route);
  Row& row = route >= 0 && index + 1 < rows_.size() ? *rows_[index] : *rows_.back();
  if (const auto code = static_cast<std::size_t>(status); code < row.codes.size()) row.codes.at(code).add();
  row.seconds.observe(took);
}

void RouteMetrics::show(metrics::Page& page) const {
  for (const auto& row : rows_) {
    bool used = false;
    for (std::size_t code = 0; code < row->codes.size(); ++code) {
      const auto count = row->codes.at(code).value();
      if (count == 0) continue;
      used = true;
      page.counter("countersign_http_requests_total", "Answers, by route and status.", static_cast<double>(count),
                   {{"route", row->route}, {"code", std::to_string(code)}});
    }
    if (used)
      page.histogram("countersign_http_request_duration_seconds", "From the whole request to its answer.", row->seconds,
                     {{"route", row->route}});
  }
}

}  // namespace countersign::http
