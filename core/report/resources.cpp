#include "report/resources.hpp"

#include "flow/policy/values.hpp"
#include "report/openings.hpp"
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

Result<Span> span_of(const http::Api& api, const Request& request) {
  return span_from(request.query_value("since").value_or("30d"), request.query_value("until").value_or(""),
                   api.house.clock.now());
}

Response show_report(const http::Api& api, const Request& request, const std::string& brand, const LogOf& log) {
  return http::guarded(api, request, users::Action::record, [&](const users::Identity&) {
    const auto span = span_of(api, request);
    if (!span) return from(span.error());
    const auto figures = figures_of(api.house, span->since, span->until, log);
    if (!figures) return from(figures.error());
    const auto rules = api.house.rules.get();
    const Period period{span->since, span->until, brand};
    if (request.query_value("format").value_or("json") == "json")
      return http::json(200, to_json(*figures, period, *rules->set));
    return page(to_sheet(*figures, period, *rules->set), request);
  });
}

Result<Sheet> sample(const http::Api& api, const CaseFiles& files, const Request& request) {
  const auto span = span_of(api, request);
  if (!span) return span.error();
  const auto count = policy::to_number(request.query_value("count").value_or("10"));
  if (!count) return Error{Fault::invalid, "count must be a whole number from 1 on"};
  return files.of_sample({static_cast<int>(*count), span->since, span->until,
                          request.query_value("channel").value_or(""), request.query_value("language").value_or("")});
}

using Wanted = std::function<Result<Sheet>(const CaseFiles&, const Request&, const Params&)>;

http::Resource case_file(const http::Api& api, ReceiptOf receipt, LogOf log, Wanted wanted) {
  return [&api, receipt = std::move(receipt), log = std::move(log), wanted = std::move(wanted)](const Request& request,
                                                                                                const Params& params) {
    return http::guarded(api, request, users::Action::record, [&](const users::Identity& who) {
      const auto sheet = wanted(CaseFiles(api.house, who.user, receipt, log), request, params);
      return sheet ? page(*sheet, request) : from(sheet.error());
    });
  };
}

/// Pseudonyms of the conversations that are still kept and changed in the period.
Result<std::set<std::string>> kept_since(const House& house, Time since) {
  std::vector<std::pair<std::string, std::string>> rows;
  const auto read = house.store.read([&](store::Session& session) {
    session.each("SELECT id, customer FROM conversation WHERE updated_at>=$1", {micros(since)},
                 [&](const store::Row& row) { rows.emplace_back(row.text(0), row.text(1)); });
  });
  if (!read) return read.error();
  std::set<std::string> kept;
  for (const auto& [id, customer] : rows)
    if (auto pseudonym = house.keys.pseudonym(customer, "conversation", id)) kept.insert(std::move(*pseudonym));
  return kept;
}

}  // namespace

Result<Figures> figures_of(const House& house, Time since, Time until, const LogOf& log) {
  Figures figures;
  Compared compared(log);
  const auto read = read_lines(house.store, 0, since, until, [&](const Line& line) {
    figures.add(line);
    compared.look(line);
    return true;
  });
  if (!read) return read.error();
  if (const auto counted = compared.count(house.store); !counted) return counted.error();
  if (figures.waiting_for_a_person() > 0) {
    const auto kept = kept_since(house, since);
    if (!kept) return kept.error();
    figures.still_kept(*kept);
  }
  figures.compared = std::move(compared);
  return figures;
}

void add_reports(http::Router& router, const http::Api& api, const std::string& brand, const ReceiptOf& receipt,
                 const LogOf& log) {
  router.add(
      "GET /api/v1/report",
      [&api, brand, log](const Request& request, const Params&) { return show_report(api, request, brand, log); },
      "the figures of a period: ?since=30d, ?until=…, ?format=json|html|text");
  router.add("GET /api/v1/case-files/messages/{id}",
             case_file(api, receipt, log,
                       [](const CaseFiles& files, const Request&, const Params& params) {
                         return files.of_message(params["id"]);
                       }),
             "what was said and decided around a message; this look is recorded; ?format=html|text");
  router.add("GET /api/v1/case-files/conversations/{channel}/{conversation}",
             case_file(api, receipt, log,
                       [](const CaseFiles& files, const Request&, const Params& params) {
                         return files.of_conversation(params["channel"], params["conversation"]);
                       }),
             "the same for a conversation by the channel's own name for it");
  router.add("GET /api/v1/case-files/sample",
             case_file(api, receipt, log,
                       [&api](const CaseFiles& files, const Request& request, const Params&) {
                         return sample(api, files, request);
                       }),
             "the same for conversations drawn at random: ?count=10, ?since=30d, ?until=…, ?channel=…, ?language=…");
  router.add(
      "GET /api/v1/audit/openings/{id}",
      [&api](const Request& request, const Params& params) {
        return http::guarded(api, request, users::Action::record, [&](const users::Identity& who) {
          const auto opening = hand_out_opening(api.house, params["id"], who.user);
          return opening ? http::json(200, json::Object{{"opening", *opening}}) : from(opening.error());
        });
      },
      "the key of one text's digest: with the text and its receipt anybody can check that they belong together; "
      "recorded");
}

}  // namespace countersign::report
