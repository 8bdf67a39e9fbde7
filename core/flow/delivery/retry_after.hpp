// Retry-After (RFC 9110, 10.2.3) of an answer: seconds, or an HTTP date. Called by Egress; pure.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

/// How long the server asks to be left alone; nullopt when it does not say so in a way that can be read. A date in the
/// past is 0; a day at most.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(const plugin::Response& response, Time now);

}  // namespace countersign
