// Reach: whether a server that the configuration names is there, asked before anything depends on it. For `countersign
// check`; nothing but a connection (and a TLS handshake) leaves. Any thread.
#pragma once

#include <chrono>
#include <string>

#include "base/result.hpp"

namespace countersign {

/// Connects to the server of an http or https `url` and hangs up. `unavailable`, in one sentence, when nobody answers
/// within `patience` or the certificate is not to be believed (`ca`: a PEM file, or "" for the system's).
[[nodiscard]] Status reach(const std::string& url, const std::string& ca, std::chrono::milliseconds patience);

}  // namespace countersign
