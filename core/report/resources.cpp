#include "report/resources.hpp"

#include "report/report.hpp"

namespace countersign::report {
namespace {

using http::from;
using http::Params;
using http::Request;
using http::Response;

Response page(const Sheet& sheet, const Request& request) {
  if (request.query_value("format").value_or("html") == "text") return http::text(200, as_text(sheet));
  return http::text(200, as_html(sheet), "text/html; charset=utf-8");
}

Response show_report(const http::Api& api, const Request& request, const std::string& brand) {
  return http::guarded(api, request, users::Action::record, [&](const users::Identity&) {
    const auto now = api.house.clock.now();
    const auto since = since_from(request.query_value("since").value_or("30d"), now);
    if (!since) return from(since.error());
    const auto figures = figures_of(api.house.store, *since, now);
    if (!figures) return from(figures.error());
    const auto rules = api.house.rules.get();
    const Period period{*since, now, brand};
    if (request.query_value("format").value_or("json") == "json")
      return http::json(200, to_json(*figures, period, *rules->set));
    return page(to_sheet(*figures, period, *rules->set), request);
  });
}

using Wanted = std::function<Result<Sheet>(const CaseFiles&, const Params&)>;

http::Resource case_file(const http::Api& api, ReceiptOf receipt, Wanted wanted) {
  return
      [&api, receipt = std::move(receipt), wanted = std::move(wanted)](const Request& request, const Params& params) {
        return http::guarded(api, request, users::Action::record, [&](const users::Identity& who) {
          const auto sheet = wanted(CaseFiles(api.house, who.user, receipt), params);
          return sheet ? page(*sheet, request) : from(sheet.error());
        });
      };
}

}  // namespace

Result<Figures> figures_of(store::Store& store, Time since, Time until) {
  Figures figures;
  const auto read = read_lines(store, 0, since, until, [&](const Line& line) {
    figures.add(line);
    return true;
  });
  if (!read) return read.error();
  return figures;
}

void add_reports(http::Router& router, const http::Api& api, const std::string& brand, const ReceiptOf& receipt) {
  router.add(
      "GET /api/v1/report",
      [&api, brand](const Request& request, const Params&) { return show_report(api, request, brand); },
      "the figures of a period: ?since=30d, ?format=json|html|text");
  router.add("GET /api/v1/case-files/messages/{id}",
             case_file(api, receipt,
                       [](const CaseFiles& files, const Params& params) { return files.of_message(params["id"]); }),
             "what was said and decided around a message; this look is recorded; ?format=html|text");
  router.add("GET /api/v1/case-files/conversations/{channel}/{conversation}",
             case_file(api, receipt,
                       [](const CaseFiles& files, const Params& params) {
                         return files.of_conversation(params["channel"], params["conversation"]);
                       }),
             "the same for a conversation by the channel's own name for it");
}

}  // namespace countersign::report
