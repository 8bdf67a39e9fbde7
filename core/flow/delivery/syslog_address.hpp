// Where a syslog server is: syslog://host:port (TCP) or syslogs://host:port (TLS). Read by the configuration and by
// whoever connects. Pure.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace countersign {

/// Host and port; 601 (RFC 3195) and 6514 (RFC 5425) without one. An empty host for an address that cannot be read.
[[nodiscard]] inline std::pair<std::string, std::uint16_t> syslog_address(const std::string& to) {
  const bool tls = to.starts_with("syslogs://");
  if (!tls && !to.starts_with("syslog://")) return {"", 0};
  std::string rest = to.substr(tls ? 10 : 9);
  if (rest.ends_with('/')) rest.pop_back();
  std::uint16_t port = tls ? 6514 : 601;
  const auto bracket = rest.find(']');
  const auto colon = rest.rfind(':');
  if (colon != std::string::npos && (bracket == std::string::npos ? rest.find(':') == colon : colon > bracket)) {
    const auto digits = std::string_view(rest).substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port == 0) return {"", 0};
    rest.resize(colon);
  }
  if (rest.starts_with('[') && rest.ends_with(']')) rest = rest.substr(1, rest.size() - 2);
  if (rest.find_first_of("/@ ?#") != std::string::npos) return {"", 0};
  return {rest, port};
}

}  // namespace countersign
