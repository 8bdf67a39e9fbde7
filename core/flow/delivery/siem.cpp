#include "flow/delivery/siem.hpp"

#include <Poco/URI.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "flow/delivery/answer_reader.hpp"
#include "flow/delivery/request_head.hpp"

namespace countersign {
namespace {

constexpr std::size_t kMostAnswer = 65'536;
constexpr int kFacilityAudit = 13;  // RFC 5424, table 1
constexpr int kWarning = 4, kInformational = 6;

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "-";
  std::string host(name.data());
  // HOSTNAME is printable ASCII without spaces.
  std::erase_if(host, [](char c) { return c <= ' ' || c > '~'; });
  return host.empty() ? "-" : host;
}

int severity_of(const std::string& kind) {
  constexpr std::array<std::string_view, 6> kTrouble = {"blocked",        "refused",        "undelivered",
                                                        "policy_refused", "config_refused", "ai_stopped"};
  return std::find(kTrouble.begin(), kTrouble.end(), kind) == kTrouble.end() ? kInformational : kWarning;
}

}  // namespace

std::string syslog_frame(const SiemEntry& entry, const std::string& host) {
  const auto priority = kFacilityAudit * 8 + severity_of(entry.kind);
  const std::string message = "<" + std::to_string(priority) + ">1 " + to_rfc3339(entry.at) + " " + host +
                              " countersign - " + entry.kind + " [entry@32473 seq=\"" + std::to_string(entry.seq) +
                              "\" id=\"" + entry.id + "\"] " + entry.body;
  return std::to_string(message.size()) + " " + message;
}

plugin::Request siem_request(const std::vector<SiemEntry>& entries, const SiemTerms& terms, Time now) {
  const auto first = std::to_string(entries.front().seq), last = std::to_string(entries.back().seq);
  std::string body = "{\"entries\":[";
  for (const auto& one : entries) body.append(body.ends_with('[') ? "" : ",").append(one.body);
  body += "],\"first\":" + first + ",\"last\":" + last + ",\"stream\":" + json::dump(terms.name) + "}";
  const auto at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const auto mac = crypto::hmac_sha256(terms.secret, at + ".siem." + terms.name + "." + body);
  return {"POST",
          terms.to,
          {{"Content-Type", "application/json"},
           {"Idempotency-Key", terms.name + "-" + first + "-" + last},
           {"X-Countersign-Signature", "t=" + at + ",v1=" + crypto::to_hex(mac)}},
          std::move(body)};
}

SiemLine::SiemLine(SiemTerms terms) : terms_(std::move(terms)), host_(host_name()) {}

void SiemLine::cancel() {
  interrupt_.raise();
  resolver_.give_up();
}

bool SiemLine::broke() {
  if (!terms_.by_syslog() || (link_ && link_->quiet())) return false;
  link_.reset();
  return std::exchange(had_link_, false);
}

Status SiemLine::connect(Link::Deadline deadline) {
  auto [host, port] = syslog_address(terms_.to);
  if (!terms_.by_syslog()) {
    const Poco::URI uri(terms_.to);
    host = uri.getHost();
    port = uri.getPort();
  }
  std::shared_ptr<const Trust> trust;
  if (terms_.to.starts_with("syslogs://") || terms_.to.starts_with("https://")) {
    auto made = Trust::of(terms_.ca);
    if (!made) return made.error();
    trust = std::move(*made);
  }
  const auto addresses = resolver_.resolve(host, deadline);
  if (!addresses) return addresses.error();
  auto link = Link::open(*addresses, port, host, trust.get(), deadline, interrupt_);
  if (!link) return link.error();
  link_ = std::move(*link);
  return {};
}

Status SiemLine::write_syslog(const std::vector<SiemEntry>& entries, Link::Deadline deadline) {
  std::string bytes;
  for (const auto& one : entries) bytes += syslog_frame(one, host_);
  if (const auto written = link_->write(bytes, deadline); !written) return written;
  if (const auto taken = link_->taken(deadline); !taken) return taken;
  had_link_ = true;
  return {};
}

Status SiemLine::post(const plugin::Request& request, Link::Deadline deadline) {
  if (const auto written = link_->write(request_head(request) + request.body, deadline); !written) return written;
  AnswerReader reader(kMostAnswer);
  std::array<char, 4096> part;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
  for (bool more = true; more;) {
    const auto got = link_->read(part.data(), part.size(), deadline);
    if (!got) return got.error();
    if (*got == 0) reader.end();
    more = *got != 0 && reader.take({part.data(), *got});
  }
  if (!reader.complete()) return Error{Fault::unavailable, reader.problem()};
  const bool reusable = reader.reusable();
  const int status = reader.spend().status;
  if (!reusable) link_.reset();
  if (status >= 200 && status < 300) return {};
  return Error{Fault::unavailable, "it answered " + std::to_string(status)};  // a refusal too: no entry is left out
}

Status SiemLine::send(SiemBatch batch, Time now) try {
  const auto entries = std::move(batch).spend();
  const auto deadline = std::chrono::steady_clock::now() + terms_.within;
  if (link_ && !link_->quiet()) link_.reset();
  if (!link_)
    if (const auto up = connect(deadline); !up) return up;
  auto done = terms_.by_syslog() ? write_syslog(entries, deadline) : post(siem_request(entries, terms_, now), deadline);
  if (!done) link_.reset();
  return done;
} catch (const std::exception& failure) {
  link_.reset();
  return Error{Fault::unavailable, std::string("it could not be asked: ") + failure.what()};
}

}  // namespace countersign
