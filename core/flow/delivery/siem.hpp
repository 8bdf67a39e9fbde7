// Siem: entries of the record on their way to a company's own security systems, by syslog (RFC 5424 over TCP, RFC 6587
// octet counting, or TLS, RFC 5425) or by a webhook. An entry holds no customer text. Syslog has no answer: what was
// written counts as taken when the other side's TCP has it and did not hang up; what was last written before a broken
// connection is written again. A line is of one stream alone: no customer waits behind it, and it waits for nobody.
// Used by report/stream on that stream's thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/key.hpp"
#include "base/once.hpp"
#include "base/result.hpp"
#include "flow/delivery/link.hpp"
#include "flow/delivery/resolver.hpp"
#include "flow/delivery/syslog_address.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

namespace report {
class Stream;  // report/stream.hpp
}

/// One block of `siem:`.
struct SiemTerms {
  std::string name;
  std::string to;      ///< syslog://host:port (TCP), syslogs://host:port (TLS), http://… or https://…
  std::string secret;  ///< of a webhook
  std::string ca;      ///< PEM file in place of the system's certificates, "" for those
  std::chrono::milliseconds within{30'000};  ///< one batch: name, connection, TLS, and that it was taken
  [[nodiscard]] bool by_syslog() const { return to.starts_with("syslog"); }
};

/// One entry, as it is in the record.
struct SiemEntry {
  std::int64_t seq = 0;
  std::string id, kind, body;
  Time at{};
};

/// What a stream sends at once. Only report::Stream makes one, from the record.
class SiemBatch : private Once<std::vector<SiemEntry>> {
 public:
  using Once::look;
  using Once::spend;
  SiemBatch(const Key<report::Stream>&, std::vector<SiemEntry> entries) : Once(std::move(entries)) {}
};

/// "LENGTH <110>1 TIME HOST countersign - KIND [entry@32473 seq=… id=…] {entry}": facility 13 (audit); severity warning
/// for what was blocked, refused or not delivered, else informational.
[[nodiscard]] std::string syslog_frame(const SiemEntry& entry, const std::string& host);
/// POST {"stream", "first", "last", "entries"}, with `Idempotency-Key` and `X-Countersign-Signature: t=<unix seconds>,
/// v1=<hex HMAC-SHA256(secret, "<t>.siem.<name>.<body>")>`; the entries stand in it byte for byte.
[[nodiscard]] plugin::Request siem_request(const std::vector<SiemEntry>& entries, const SiemTerms& terms, Time now);
/// The line to one such system, its connection made anew when it broke. One thread, but for cancel().
class SiemLine {
 public:
  explicit SiemLine(SiemTerms terms);
  /// Hands on a whole batch: by syslog when the other side's TCP has it, by a webhook when it answered 2xx.
  /// `unavailable` with a sentence else.
  [[nodiscard]] Status send(SiemBatch batch, Time now);
  /// Whether a syslog connection that took earlier batches is gone, so that the last of them should be sent again; said
  /// once.
  [[nodiscard]] bool broke();
  /// Ends every wait, for good. Any thread.
  void cancel();

 private:
  [[nodiscard]] Status connect(Link::Deadline deadline);
  [[nodiscard]] Status write_syslog(const std::vector<SiemEntry>& entries, Link::Deadline deadline);
  [[nodiscard]] Status post(const plugin::Request& request, Link::Deadline deadline);
  const SiemTerms terms_;
  const std::string host_;  ///< ours
  Interrupt interrupt_;
  Resolver resolver_;
  std::unique_ptr<Link> link_;
  bool had_link_ = false;
};

}  // namespace countersign
