#include "flow/delivery/link.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace countersign {
namespace {

Error failed(std::string why) { return {Fault::unavailable, std::move(why)}; }
Error late() { return failed("no answer in time"); }

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

Address address_of(const std::string& text, std::uint16_t port) {
  Address address;
  auto* four = reinterpret_cast<sockaddr_in*>(&address.storage);
  auto* six = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (inet_pton(AF_INET, text.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    address.size = sizeof(sockaddr_in);
  } else if (inet_pton(AF_INET6, text.c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    address.size = sizeof(sockaddr_in6);
  }
  return address;
}

int begin(const Address& address, Error& why) {
  const int fd = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    why = failed(std::string("no socket can be had (") + std::strerror(errno) + ")");
    return -1;
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address.storage), address.size) == 0 || errno == EINPROGRESS)
    return fd;
  why = failed(errno == ECONNREFUSED ? "it refuses connections"
                                     : std::string("it cannot be reached (") + std::strerror(errno) + ")");
  ::close(fd);
  return -1;
}

}  // namespace

Trust::~Trust() { SSL_CTX_free(context_); }

Result<std::shared_ptr<const Trust>> Trust::of(const std::string& file) {
  std::shared_ptr<const Trust> trust(new Trust(SSL_CTX_new(TLS_client_method())));
  auto* context = trust->context();
  if (context == nullptr) return Error{Fault::internal, "TLS cannot be set up"};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const int loaded = file.empty() ? SSL_CTX_set_default_verify_paths(context)
                                  : SSL_CTX_load_verify_locations(context, file.c_str(), nullptr);
  ERR_clear_error();
  if (loaded == 1) return trust;
  return Error{Fault::invalid, file.empty() ? "the system's certificates cannot be read: install ca-certificates"
                                            : file + ": no certificates in PEM form can be read there"};
}

Interrupt::Interrupt() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
Interrupt::~Interrupt() { ::close(descriptor_); }

/// Never read, so it stays readable: everybody who waits sees it, also who begins to wait later.
void Interrupt::raise() {
  raised_ = true;
  const std::uint64_t one = 1;
  (void)!::write(descriptor_, &one, sizeof one);
}

Link::~Link() {
  if (tls_ != nullptr) SSL_free(tls_);
  ::close(socket_);
}

Status Link::wait(short events, Deadline deadline) const {
  for (;;) {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (rest <= 0) return late();
    std::array<pollfd, 2> both{{{socket_, events, 0}, {interrupt_.descriptor(), POLLIN, 0}}};
    const int ready = ::poll(both.data(), both.size(), static_cast<int>(std::min<std::int64_t>(rest, 60'000)));
    if (both[1].revents != 0) return failed("the gateway stops");
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return failed("the connection broke");
  }
}

Result<std::unique_ptr<Link>> Link::open(const std::vector<std::string>& addresses, std::uint16_t port,
                                         const std::string& host, const Trust* trust, Deadline deadline,
                                         const Interrupt& interrupt) {
  Error why = failed("it has no address");
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto now = std::chrono::steady_clock::now();  // each address gets its share of the time that is left
    const auto share = now + (deadline - now) / static_cast<int>(addresses.size() - i);
    const int fd = begin(address_of(addresses[i], port), why);
    if (fd < 0) continue;
    std::unique_ptr<Link> link(new Link(fd, interrupt));
    int error = 0;
    socklen_t size = sizeof error;
    if (const auto up = link->wait(POLLOUT, share); !up) {
      why = failed("it does not accept connections in time");
    } else if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
      why = failed(error == ECONNREFUSED ? "it refuses connections"
                                         : std::string("it cannot be reached (") + std::strerror(error) + ")");
    } else {
      if (trust == nullptr) return link;
      if (const auto shaken = link->secure(host, *trust, deadline); !shaken) return shaken.error();
      return link;
    }
  }
  return why;
}

Status Link::wait_for_tls(int result, Deadline deadline) const {
  switch (SSL_get_error(tls_, result)) {
    case SSL_ERROR_WANT_READ:
      return wait(POLLIN, deadline);
    case SSL_ERROR_WANT_WRITE:
      return wait(POLLOUT, deadline);
    default:
      return failed("the TLS connection broke");
  }
}

Status Link::secure(const std::string& host, const Trust& trust, Deadline deadline) {
  tls_ = SSL_new(trust.context());
  if (tls_ == nullptr || SSL_set_fd(tls_, socket_) != 1) return failed("TLS cannot be set up");
  auto* expected = SSL_get0_param(tls_);
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const bool address = X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
  ERR_clear_error();
  if (!address && (SSL_set_tlsext_host_name(tls_, host.c_str()) != 1 ||
                   X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size()) != 1))
    return failed("TLS cannot be set up for its name");
  for (;;) {
    ERR_clear_error();
    const int result = SSL_connect(tls_);
    if (result == 1) return {};
    const long verified = SSL_get_verify_result(tls_);
    if (verified != X509_V_OK)
      return failed(std::string("its certificate is not accepted (") + X509_verify_cert_error_string(verified) + ")");
    if (const auto again = wait_for_tls(result, deadline); !again)
      return again.error().message.starts_with("the TLS") ? failed("it does not speak TLS here") : again;
  }
}

Status Link::write(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    ERR_clear_error();
    const auto sent = tls_ != nullptr
                          ? static_cast<ssize_t>(SSL_write(
                                tls_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1U << 30U))))
                          : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (tls_ == nullptr && errno != EAGAIN && errno != EINTR) return failed("the connection broke");
    const auto ready = tls_ != nullptr ? wait_for_tls(static_cast<int>(sent), deadline) : wait(POLLOUT, deadline);
    if (!ready) return ready;
  }
  return {};
}

Result<std::size_t> Link::read(char* into, std::size_t most, Deadline deadline) {
  for (;;) {
    ERR_clear_error();
    const auto got = tls_ != nullptr ? static_cast<ssize_t>(SSL_read(tls_, into, static_cast<int>(most)))
                                     : ::recv(socket_, into, most, 0);
    if (got > 0) {
      // A server that drips a byte at a time never lets a wait run into the deadline.
      if (std::chrono::steady_clock::now() >= deadline) return late();
      return static_cast<std::size_t>(got);
    }
    if (tls_ == nullptr && got == 0) return std::size_t{0};
    if (tls_ == nullptr && errno != EAGAIN && errno != EINTR) return failed("the connection broke");
    if (tls_ != nullptr && SSL_get_error(tls_, static_cast<int>(got)) == SSL_ERROR_ZERO_RETURN) return std::size_t{0};
    const auto ready = tls_ != nullptr ? wait_for_tls(static_cast<int>(got), deadline) : wait(POLLIN, deadline);
    if (!ready) return ready.error();
  }
}

Status Link::taken(Deadline deadline) const {
  constexpr auto kLookAgain = std::chrono::milliseconds(2);
  for (int waiting = 1; waiting > 0;) {
    if (!quiet()) return failed("it hung up");  // it has nothing to say, so this is its end
    if (::ioctl(socket_, SIOCOUTQ, &waiting) != 0) return failed("the connection broke");
    if (waiting == 0) break;
    std::array<pollfd, 2> both{{{socket_, POLLIN, 0}, {interrupt_.descriptor(), POLLIN, 0}}};
    (void)::poll(both.data(), both.size(), static_cast<int>(kLookAgain.count()));
    if (both[1].revents != 0) return failed("the gateway stops");
    if (std::chrono::steady_clock::now() >= deadline) return late();
  }
  return {};
}

Status Link::say_goodbye(Deadline deadline) {
  for (;;) {
    ERR_clear_error();
    const int said = SSL_shutdown(tls_);
    if (said >= 0) return {};
    if (const auto again = wait_for_tls(said, deadline); !again) return again;
  }
}

/// What still comes, such as their close_notify, is of no interest: many receivers (rsyslog with GnuTLS) send none.
Status Link::finish(Deadline deadline) {
  if (const auto all = taken(deadline); !all) return all;
  if (tls_ != nullptr)
    if (const auto said = say_goodbye(deadline); !said) return said;
  if (::shutdown(socket_, SHUT_WR) != 0) return failed("the connection broke");
  std::array<char, 256> part{};
  for (;;) {
    const auto got = ::recv(socket_, part.data(), part.size(), 0);
    if (got == 0) return {};
    if (got < 0 && errno != EAGAIN && errno != EINTR) return failed("it reset the connection");
    if (std::chrono::steady_clock::now() >= deadline) return late();
    if (got < 0)
      if (const auto ready = wait(POLLIN, deadline); !ready) return ready;
  }
}

/// Over TLS there may be bytes that say nothing, such as tickets for the next connection.
bool Link::quiet() const {
  pollfd one{socket_, POLLIN, 0};
  if (::poll(&one, 1, 0) == 0) return true;
  if (tls_ == nullptr) return false;
  char byte = 0;
  ERR_clear_error();
  const int got = SSL_peek(tls_, &byte, 1);
  return got <= 0 && SSL_get_error(tls_, got) == SSL_ERROR_WANT_READ;
}

}  // namespace countersign
