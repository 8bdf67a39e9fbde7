// The head of an HTTP request as it is written on the wire (RFC 9112). Known to wire.cpp and siem.cpp. Pure.
#pragma once

#include <string>

#include "plugin/connectors.hpp"

namespace countersign {

/// Host, Content-Length and Connection are ours; a plugin's header with a line break in it was refused before. Throws
/// Poco::Exception for a URL that cannot be read.
[[nodiscard]] std::string request_head(const plugin::Request& request);

}  // namespace countersign
