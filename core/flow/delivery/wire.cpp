#include "flow/delivery/wire.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "flow/delivery/answer_reader.hpp"
#include "flow/delivery/request_head.hpp"

namespace countersign {
namespace {

constexpr std::size_t kIdlePerServer = 128;
constexpr std::chrono::seconds kKeepAlive{4};  // below the five seconds after which common servers hang up

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

struct Egress::Wire::Server {
  explicit Server(const Poco::URI& uri)
      : tls(uri.getScheme() == "https"), host(lower(uri.getHost())), port(uri.getPort()) {}
  bool tls;
  std::string host;
  std::uint16_t port;
};

std::string origin_of(const std::string& url) {
  try {
    const Poco::URI uri(url);
    if ((uri.getScheme() != "http" && uri.getScheme() != "https") || uri.getHost().empty()) return "";
    return uri.getScheme() + "://" + lower(uri.getHost()) + ":" + std::to_string(uri.getPort());
  } catch (const Poco::Exception&) {
    return "";
  }
}

Status usable_ca(const std::string& file) {
  const auto trust = Trust::of(file);
  return trust ? Status() : Status(trust.error());
}

Egress::Wire::Wire(std::size_t max_answer) : max_answer_(max_answer) {
  std::signal(SIGPIPE,
              SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL; a server that hangs up must not end the process
}
Egress::Wire::~Wire() = default;

std::unique_ptr<Link> Egress::Wire::kept(const std::string& key) {
  std::vector<Kept> old;  // closed outside the lock
  const std::lock_guard lock(mutex_);
  auto& idle = idle_[key];
  const auto now = std::chrono::steady_clock::now();
  while (!idle.empty()) {
    Kept one = std::move(idle.back());
    idle.pop_back();
    if (one.until > now && one.link->quiet()) return std::move(one.link);
    old.push_back(std::move(one));
  }
  return nullptr;
}

void Egress::Wire::keep(const std::string& key, std::unique_ptr<Link> link) {
  const std::lock_guard lock(mutex_);
  auto& idle = idle_[key];
  if (idle.size() < kIdlePerServer) idle.push_back({std::move(link), std::chrono::steady_clock::now() + kKeepAlive});
}

void Egress::Wire::forget() {
  const std::lock_guard lock(mutex_);
  trusts_.clear();
  idle_.clear();
}

void Egress::Wire::cancel() {
  interrupt_.raise();
  resolver_.give_up();
}

Result<std::shared_ptr<const Trust>> Egress::Wire::trust(const std::string& ca) {
  const std::lock_guard lock(mutex_);
  auto& known = trusts_[ca];
  if (known) return known;
  auto made = Trust::of(ca);
  if (!made) return made.error();
  known = std::move(*made);
  return known;
}

Result<std::unique_ptr<Link>> Egress::Wire::connect(const Server& server, const std::string& ca,
                                                    Link::Deadline deadline) {
  std::shared_ptr<const Trust> believed;
  if (server.tls) {
    auto made = trust(ca);
    if (!made) return made.error();
    believed = std::move(*made);
  }
  const auto addresses = resolver_.resolve(server.host, deadline);
  if (!addresses) return addresses.error();
  return Link::open(*addresses, server.port, server.host, believed.get(), deadline, interrupt_);
}

Status Egress::Wire::exchange(const plugin::Request& request, const std::string& ca, Link::Deadline deadline,
                              plugin::Response& response) {
  const Poco::URI uri(request.url);
  const Server server(uri);
  const auto key = origin_of(request.url) + " " + ca;
  auto link = kept(key);
  if (!link) {
    auto made = connect(server, ca, deadline);
    if (!made) return made.error();
    link = std::move(*made);
  }
  response.sent = true;
  if (const auto written = link->write(request_head(request) + request.body, deadline); !written) return written;
  AnswerReader reader(max_answer_);
  std::array<char, 16 * 1024> part;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
  for (bool more = true; more;) {
    const auto got = link->read(part.data(), part.size(), deadline);
    if (!got) return got.error();
    if (*got == 0) reader.end();
    more = *got != 0 && reader.take({part.data(), *got});
  }
  if (!reader.complete()) return Error{Fault::unavailable, reader.problem()};
  const bool reusable = reader.reusable();
  response = reader.spend();
  response.sent = true;
  if (reusable) keep(key, std::move(link));
  return {};
}

Egress::Wire::Answer Egress::Wire::call(const plugin::Request& request, std::chrono::milliseconds deadline,
                                        const std::string& ca) noexcept {
  Answer answer;
  if (cancelled()) {
    answer.why = "the gateway stops";
    return answer;
  }
  try {
    const auto done = exchange(request, ca, std::chrono::steady_clock::now() + deadline, answer.response);
    if (!done) answer.why = done.error().message;
  } catch (const std::exception&) {  // a URL that cannot be read, or no memory: as if nobody answered
    answer.why = "the request could not be made";
  }
  if (!answer.why.empty()) {
    const bool sent = answer.response.sent;
    answer.response = {};
    answer.response.sent = sent;
  }
  return answer;
}

}  // namespace countersign
