#include "report/lines.hpp"

#include <charconv>

namespace countersign::report {
namespace {

constexpr std::int64_t kPage = 1000;

std::string or_empty(const store::Row& row, int column) {
  return row.is_null(column) ? std::string() : row.text(column);
}

}  // namespace

Result<std::int64_t> read_lines(store::Store& store, std::int64_t after, Time since, Time until,
                                const std::function<bool(const Line&)>& each) {
  std::int64_t seen = after, told = after;
  for (bool more = true; more;) {
    std::int64_t rows = 0;
    bool ended = false;
    const auto page = store.read([&](store::Session& session) {
      session.each(
          "SELECT seq, id, at, kind, conversation, message, body FROM entry WHERE seq>$1 AND at>=$2 AND at<$3 ORDER BY "
          "seq LIMIT $4",
          {seen, micros(since), micros(until), kPage}, [&](const store::Row& row) {
            if (ended) return;
            ++rows;
            seen = row.integer(0);
            ended = !each({seen, row.text(1), from_micros(row.integer(2)), row.text(3), or_empty(row, 4),
                           or_empty(row, 5), row.blob(6)});
            if (!ended) told = seen;
          });
    });
    if (!page) return page.error();
    more = !ended && rows == kPage;
  }
  return told;
}

Result<Time> since_from(const std::string& text, Time now) {
  if (const auto at = from_rfc3339(text)) return *at;
  if (text.size() == 10)
    if (const auto day = from_rfc3339(text + "T00:00:00Z")) return *day;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const bool bounded = error == std::errc() && count > 0 && count <= 100'000;
  if (bounded && unit == "d") return now - std::chrono::hours(24 * count);
  if (bounded && unit == "h") return now - std::chrono::hours(count);
  if (bounded && unit == "m") return now - std::chrono::minutes(count);
  return Error{Fault::invalid,
               "a time such as 30d, 12h, 45m, 2026-11-01 or 2026-11-01T08:00:00Z is needed, not \"" + text + "\""};
}

Result<Span> span_from(const std::string& since, const std::string& until, Time now) {
  const auto from = since_from(since, now);
  if (!from) return from.error();
  const auto to = until.empty() ? Result<Time>(now) : since_from(until, now);
  if (!to) return to.error();
  if (*from > now) return Error{Fault::invalid, "since " + since + " is in the future: nothing is on the record yet"};
  if (*to > now) return Error{Fault::invalid, "until " + until + " is in the future: leave it out for until now"};
  if (*to <= *from) return Error{Fault::invalid, "until must be later than since"};
  return Span{*from, *to};
}

}  // namespace countersign::report
