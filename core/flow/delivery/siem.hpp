// SiemLine: the line to one system that gets the record, by syslog (RFC 5424 over TCP, RFC 6587 octet counting, or TLS,
// RFC 5425) or by a webhook. A webhook answers. Syslog has no answers: what was written is only known to be read when
// the connection has ended in order (finish()). A line is of one stream alone: no customer waits behind it, and it waits
// for nobody. Used by report/stream on that stream's thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/key.hpp"
#include "base/once.hpp"
#include "base/result.hpp"
#include "flow/delivery/link.hpp"
#include "flow/delivery/resolver.hpp"
#include "flow/delivery/siem_frames.hpp"
#include "flow/delivery/syslog_address.hpp"

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
  std::chrono::milliseconds within{30'000};  ///< one batch (name, connection, TLS, and that it was taken), or one ending
  SiemFormat format = SiemFormat::entry;
  [[nodiscard]] bool by_syslog() const { return to.starts_with("syslog"); }
};

/// What a stream sends at once. Only report::Stream makes one, from the record.
class SiemBatch : private Once<std::vector<SiemEntry>> {
 public:
  using Once::look;
  using Once::spend;
  SiemBatch(const Key<report::Stream>&, std::vector<SiemEntry> entries) : Once(std::move(entries)) {}
};

/// One thread, but for cancel().
class SiemLine {
 public:
  explicit SiemLine(SiemTerms terms);
  /// Hands on a whole batch. A webhook has read it, for it answered 2xx; by syslog only the other side's TCP has it.
  /// `unavailable` with a sentence else; then nothing is known of what was sent since the last finish().
  [[nodiscard]] Status send(SiemBatch batch, Time now);
  /// Whether a connection is gone on which something was sent that nobody is known to have read.
  [[nodiscard]] bool lost() const { return unread_ && !stands(); }
  /// Ends the connection in order; ok: the other side's program has read all that was sent (Link::finish).
  [[nodiscard]] Status finish(std::chrono::milliseconds within);
  /// Ends every wait, for good. Any thread.
  void cancel();

 private:
  [[nodiscard]] bool stands() const { return link_ && link_->quiet(); }
  void drop();
  [[nodiscard]] Status connect(Link::Deadline deadline);
  [[nodiscard]] Status write_syslog(const std::vector<SiemEntry>& entries, Link::Deadline deadline);
  [[nodiscard]] Status post(const plugin::Request& request, Link::Deadline deadline);
  const SiemTerms terms_;
  const std::string host_;  ///< ours
  Interrupt interrupt_;
  Resolver resolver_;
  std::unique_ptr<Link> link_;
  bool unread_ = false;  ///< something was sent by syslog since the last finish()
};

}  // namespace countersign
