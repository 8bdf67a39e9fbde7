#include "flow/delivery/siem.hpp"

#include <Poco/URI.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "flow/delivery/answer_reader.hpp"
#include "flow/delivery/request_head.hpp"

namespace countersign {
namespace {

constexpr std::size_t kMostAnswer = 65'536;

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "-";
  std::string host(name.data());
  // HOSTNAME is printable ASCII without spaces.
  std::erase_if(host, [](char c) { return c <= ' ' || c > '~'; });
  return host.empty() ? "-" : host;
}

}  // namespace

SiemLine::SiemLine(SiemTerms terms) : terms_(std::move(terms)), host_(host_name()) {}

void SiemLine::drop() {
  link_.reset();
  unread_ = false;
}

void SiemLine::cancel() {
  interrupt_.raise();
  resolver_.give_up();
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
  for (const auto& one : entries) bytes += syslog_frame(one, host_, terms_.format);
  if (const auto written = link_->write(bytes, deadline); !written) return written;
  if (const auto taken = link_->taken(deadline); !taken) return taken;
  unread_ = true;
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
  const bool was_lost = lost();
  if (!stands()) drop();
  if (was_lost) return Error{Fault::unavailable, "it hung up"};  // a new connection must not vouch for the old one
  if (!link_)
    if (const auto up = connect(deadline); !up) return up;
  auto done = terms_.by_syslog() ? write_syslog(entries, deadline)
                                 : post(siem_request(entries, terms_.name, terms_.to, terms_.secret, now), deadline);
  if (!done) drop();
  return done;
} catch (const std::exception& failure) {
  drop();
  return Error{Fault::unavailable, std::string("it could not be asked: ") + failure.what()};
}

Status SiemLine::finish(std::chrono::milliseconds within) try {
  if (!link_) return Error{Fault::unavailable, "the connection is gone"};
  auto done = link_->finish(std::chrono::steady_clock::now() + within);
  drop();
  return done;
} catch (const std::exception& failure) {
  drop();
  return Error{Fault::unavailable, std::string("it could not be asked: ") + failure.what()};
}

}  // namespace countersign
