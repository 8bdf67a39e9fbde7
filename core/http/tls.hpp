// TLS on the listening side: a certificate that can be changed without a restart, and one session per connection, which
// never waits (a slow handshake costs no thread). Opened by the app; sessions are made by the accepting thread and used
// by whoever works on the connection.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/snapshot.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace countersign::http {

struct TlsFiles {
  std::filesystem::path certificate;  ///< PEM, the server's own first, then the chain
  std::filesystem::path key;          ///< PEM, without a passphrase
  bool only_tls13 = false;            ///< else TLS 1.2 is spoken too
};

/// What a pair of files is good for, before it is used.
struct TlsLook {
  Status certificate;  ///< `invalid`: what is wrong with it, and the mend
  Status key;
  std::optional<Time> ends;  ///< when the certificate expires; nullopt when it cannot be read
};
[[nodiscard]] TlsLook look_at(const TlsFiles& files);

/// One connection's session. One thread at a time.
class TlsSession {
 public:
  enum class Io { done, wants_read, wants_write, failed };

  TlsSession(ssl_ctx_st* context, int fd);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  [[nodiscard]] bool greeting() const { return !greeted_; }
  [[nodiscard]] Io handshake();
  /// `done` with `count` > 0 bytes; `failed` also for the end.
  [[nodiscard]] Io read(char* bytes, std::size_t most, std::size_t& count);
  [[nodiscard]] Io write(std::string_view bytes, std::size_t& count);
  /// Tells the other side that this was all; best effort.
  void say_goodbye();

 private:
  Io outcome(int result);
  ssl_st* ssl_;
  bool greeted_ = false;
  bool broken_ = false;
};

class Tls {
 public:
  /// `invalid` with what is wrong and the mend: a file that cannot be read, a key of another certificate, one that has
  /// expired.
  [[nodiscard]] static Result<std::shared_ptr<Tls>> open(TlsFiles files);

  /// Takes the files anew if they changed since the last look, or always (`even_if_unchanged`). True if a new pair
  /// serves new connections from now on; open ones keep theirs. A pair that is not right changes nothing but problem().
  /// Any thread.
  bool refresh(bool even_if_unchanged);
  /// "" while the newest files are in use; else why they are not. An expired certificate in use is a problem too.
  [[nodiscard]] std::string problem() const;
  /// nullptr when the machine has no memory for it.
  [[nodiscard]] std::unique_ptr<TlsSession> accept(int fd) const;

 private:
  struct Context;
  explicit Tls(TlsFiles files) : files_(std::move(files)) {}
  [[nodiscard]] static Result<std::shared_ptr<const Context>> load(const TlsFiles& files);
  [[nodiscard]] std::string fingerprint() const;

  const TlsFiles files_;
  Snapshot<Context> context_;
  mutable std::mutex mutex_;
  std::string seen_;     // guarded by mutex_
  std::string problem_;  // guarded by mutex_
};

}  // namespace countersign::http
