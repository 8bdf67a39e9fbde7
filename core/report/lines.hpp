// Lines: the entries of the record, read page by page, for reports, exports and streams. Between two pages the store is
// free: a long report keeps no journal from being cut. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace countersign::report {

/// One entry of the record.
struct Line {
  std::int64_t seq = 0;
  std::string id;
  Time at{};
  std::string kind;
  std::string conversation;  ///< pseudonym
  std::string message;
  std::string body;  ///< canonical JSON, byte for byte as it was recorded
};

/// Calls `each` for every entry behind `after` (a seq) from `since` until before `until`, in order; false from it ends
/// the reading. Answers with the seq of the last line that was told, or `after`.
[[nodiscard]] Result<std::int64_t> read_lines(store::Store& store, std::int64_t after, Time since, Time until,
                                              const std::function<bool(const Line&)>& each);

/// "30d", "12h", "45m", or a day or time ("2026-11-01", RFC 3339): the moment it means, seen from `now`.
[[nodiscard]] Result<Time> since_from(const std::string& text, Time now);

struct Span {
  Time since{}, until{};
};
/// Both ends as since_from reads them; `until` "": now. `invalid` for what is not over yet, and when it ends before it
/// begins.
[[nodiscard]] Result<Span> span_from(const std::string& since, const std::string& until, Time now);

}  // namespace countersign::report
