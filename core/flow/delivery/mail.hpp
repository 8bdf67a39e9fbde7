// Mail: a checkpoint of the published log, by SMTP (RFC 5321), over TLS from
// the first byte on (RFC 8314), by STARTTLS (RFC 3207), or plain to a relay of
// one's own. It can say nothing else: there is no way to put a customer's words in. Called by the
// herald, on its thread; blocks until the server took it or the time is over.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace countersign {

class Mail {
 public:
  /// `starttls`: a server that does not offer it is told nothing.
  enum class Safety { plain, starttls, tls };
  struct Terms {
    std::string host;
    std::uint16_t port = 465;
    Safety safety = Safety::tls;
    std::string user;  ///< "": no login; else AUTH PLAIN, over TLS only
    std::string password;
    std::string from;  ///< plain addresses
    std::string to;
    std::string ca;                              ///< a PEM file that replaces the system's certificates, or ""
    std::chrono::milliseconds deadline{20'000};  ///< for all of it
  };
  explicit Mail(Terms terms) : terms_(std::move(terms)) {}

  /// `invalid` unless the note is a checkpoint; `unavailable` with what the
  /// server said.
  [[nodiscard]] Status send_checkpoint(const std::string& note, Time now) const;

 private:
  const Terms terms_;
};

}  // namespace countersign
