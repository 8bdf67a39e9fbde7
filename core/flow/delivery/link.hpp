// Link: one connection to one server, plain or TLS, every wait of which ends at a deadline (connecting and the TLS
// handshake too, however slowly the other side drips). Used by Wire; one thread at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace countersign {

/// Which certificates are believed: the system's, or those of one PEM file. Shared by connections, immutable.
class Trust {
 public:
  /// `file` "": the system's. `invalid` when the file holds no certificate that can be read.
  [[nodiscard]] static Result<std::shared_ptr<const Trust>> of(const std::string& file);
  ~Trust();
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;
  [[nodiscard]] ssl_ctx_st* context() const { return context_; }

 private:
  explicit Trust(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

/// Ends the waits of all links that were given it, from any thread and for good.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  void raise();
  [[nodiscard]] bool raised() const { return raised_.load(); }
  [[nodiscard]] int descriptor() const { return descriptor_; }  ///< readable once raised

 private:
  int descriptor_;
  std::atomic<bool> raised_{false};
};

class Link {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// Connects to the first of `addresses` that answers; with `trust`, speaks TLS 1.2 or newer and verifies that the
  /// certificate is `host`'s. Every error is `unavailable`, one sentence about the server. `interrupt` outlives this.
  [[nodiscard]] static Result<std::unique_ptr<Link>> open(const std::vector<std::string>& addresses, std::uint16_t port,
                                                          const std::string& host, const Trust* trust,
                                                          Deadline deadline, const Interrupt& interrupt);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// TLS from here on (what open() does with `trust`), once, on a link that was opened without.
  [[nodiscard]] Status secure(const std::string& host, const Trust& trust, Deadline deadline);
  /// All of `bytes`.
  [[nodiscard]] Status write(std::string_view bytes, Deadline deadline);
  /// At least one byte into `into`; 0: the other side ended.
  [[nodiscard]] Result<std::size_t> read(char* into, std::size_t most, Deadline deadline);
  /// Waits until the other side's TCP has acknowledged every byte that was written; an error when it hung up meanwhile.
  [[nodiscard]] Status taken(Deadline deadline) const;
  /// Ends the connection in order: says that nothing follows (over TLS by close_notify first), and waits until the other
  /// side has ended too. Ok: its program has read every byte that was written, for whoever closes with bytes unread
  /// resets the connection (RFC 1122 4.2.2.13), and a program that hangs does not close. An error: nobody knows. Only
  /// the destructor may follow.
  [[nodiscard]] Status finish(Deadline deadline);
  /// Nothing came since the last answer, not even a goodbye: the next request may use this connection.
  [[nodiscard]] bool quiet() const;

 private:
  Link(int socket, const Interrupt& interrupt) : socket_(socket), interrupt_(interrupt) {}
  [[nodiscard]] Status wait(short events, Deadline deadline) const;
  [[nodiscard]] Status wait_for_tls(int result, Deadline deadline) const;
  [[nodiscard]] Status say_goodbye(Deadline deadline);
  int socket_;
  const Interrupt& interrupt_;
  ssl_st* tls_ = nullptr;
};

}  // namespace countersign
