#include "flow/delivery/retry_after.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeParser.h>
#include <Poco/Exception.h>
#include <Poco/Timestamp.h>

#include <algorithm>
#include <charconv>

namespace countersign {
namespace {

constexpr std::chrono::seconds kLongest{86'400};

/// "Mon, 23 Nov 2026 10:05:00 GMT", the one form that RFC 9110 lets servers send. Poco alone would read any text as a
/// date.
std::optional<Time> date(const std::string& text) {
  constexpr std::size_t kLength = 29;
  if (text.size() != kLength || !text.ends_with(" GMT")) return std::nullopt;
  try {
    int zone = 0;  // an HTTP date is always GMT
    Poco::DateTime parsed;
    if (!Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::HTTP_FORMAT, text, parsed, zone)) return std::nullopt;
    return from_micros(parsed.timestamp().epochMicroseconds());
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<std::chrono::seconds> retry_after(const plugin::Response& response, Time now) {
  const auto* text = plugin::find(response.headers, "retry-after");
  if (text == nullptr || text->empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  const bool whole = end == text->data() + text->size();
  if (whole && problem == std::errc::result_out_of_range) return kLongest;
  if (whole && problem == std::errc()) {
    if (seconds < 0) return std::nullopt;
    return std::chrono::seconds(std::min<std::int64_t>(seconds, kLongest.count()));
  }
  const auto at = date(*text);
  if (!at) return std::nullopt;
  return std::clamp(std::chrono::ceil<std::chrono::seconds>(*at - now), std::chrono::seconds(0), kLongest);
}

}  // namespace countersign
