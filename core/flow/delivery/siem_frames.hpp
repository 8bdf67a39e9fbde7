// What an entry of the record looks like on its way to a company's security systems: a syslog message with the entry
// itself or with CEF, or a webhook's request. An entry holds no customer text. Pure; used by SiemLine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

/// One entry, as it is in the record.
struct SiemEntry {
  std::int64_t seq = 0;
  std::string id, kind, body;
  Time at{};
};

/// What stands in a syslog message.
enum class SiemFormat : std::uint8_t {
  entry,  ///< the entry, byte for byte
  cef,    ///< ArcSight's Common Event Format, with what analysts sort by and the entry's hash
};

/// "CEF:0|Countersign|countersign|1|KIND|KIND in words|SEVERITY|rt=… externalId=… …": `cs6` is the entry's leaf in the
/// published log. Field names and escapes: ArcSight Common Event Format, revision 26.
[[nodiscard]] std::string cef(const SiemEntry& entry);
/// "LENGTH <110>1 TIME HOST countersign - KIND [entry@32473 seq=… id=…] {entry}": facility 13 (audit); severity warning
/// for what was blocked, refused or not delivered, else informational.
[[nodiscard]] std::string syslog_frame(const SiemEntry& entry, const std::string& host,
                                       SiemFormat format = SiemFormat::entry);
/// POST {"stream", "first", "last", "entries"}, with `Idempotency-Key` and `X-Countersign-Signature: t=<unix seconds>,
/// v1=<hex HMAC-SHA256(secret, "<t>.siem.<name>.<body>")>`; the entries stand in it byte for byte.
[[nodiscard]] plugin::Request siem_request(const std::vector<SiemEntry>& entries, const std::string& name,
                                           const std::string& to, const std::string& secret, Time now);

}  // namespace countersign
