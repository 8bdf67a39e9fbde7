#include "http/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <csignal>
#include <ctime>

namespace countersign::http {
namespace {

/// RFC 7301: this server speaks HTTP/1.1; who offers a list without it is told so.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* length, const unsigned char* in, unsigned int size,
                    void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, length, kOurs, sizeof kOurs - 1, in, size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

/// A key with a passphrase must fail, not ask on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

std::optional<Time> end_of(SSL_CTX* context) {
  const X509* certificate = SSL_CTX_get0_certificate(context);
  std::tm end{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return std::nullopt;
  return std::chrono::floor<Duration>(std::chrono::system_clock::from_time_t(::timegm(&end)));
}

bool expired(SSL_CTX* context) {
  const X509* certificate = SSL_CTX_get0_certificate(context);
  return certificate == nullptr || X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0;
}

std::string stamp(const std::filesystem::path& path) {
  struct stat seen {};
  if (::stat(path.c_str(), &seen) != 0) return "absent";
  return std::to_string(seen.st_ino) + "/" + std::to_string(seen.st_size) + "/" + std::to_string(seen.st_mtim.tv_sec) +
         "." + std::to_string(seen.st_mtim.tv_nsec);
}

/// Puts the pair into the context.
TlsLook take(SSL_CTX* context, const TlsFiles& files) {
  TlsLook look;
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  const int certificate = SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str());
  const int key = SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM);
  const int match = certificate == 1 && key == 1 ? SSL_CTX_check_private_key(context) : 0;
  ERR_clear_error();
  if (key != 1 || (certificate == 1 && match != 1))
    look.key = Error{Fault::invalid, files.key.string() +
                                         ": no key in PEM form, without a passphrase and fitting the certificate " +
                                         files.certificate.string() + ", can be read there"};
  if (certificate != 1) {
    look.certificate =
        Error{Fault::invalid, files.certificate.string() + ": no certificate in PEM form can be read there"};
    return look;
  }
  look.ends = end_of(context);
  if (expired(context))
    look.certificate =
        Error{Fault::invalid, files.certificate.string() + ": this certificate has expired; get a new one"};
  return look;
}

}  // namespace

TlsLook look_at(const TlsFiles& files) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (context) return take(context.get(), files);
  return {Error{Fault::internal, "TLS cannot be set up"}, {}, {}};
}

struct Tls::Context {
  explicit Context(SSL_CTX* made) : context(made) {}
  ~Context() { SSL_CTX_free(context); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  SSL_CTX* const context;
};

TlsSession::TlsSession(ssl_ctx_st* context, int fd) : ssl_(SSL_new(context)) {
  broken_ = ssl_ == nullptr || SSL_set_fd(ssl_, fd) != 1;
  if (ssl_ != nullptr) SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() { SSL_free(ssl_); }

TlsSession::Io TlsSession::outcome(int result) {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return Io::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return Io::wants_write;
    case SSL_ERROR_ZERO_RETURN:  // an orderly end: we may still answer
      return Io::failed;
    default:
      broken_ = true;
      return Io::failed;
  }
}

TlsSession::Io TlsSession::handshake() {
  if (broken_) return Io::failed;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_);
  if (result != 1) return outcome(result);
  greeted_ = true;
  return Io::done;
}

TlsSession::Io TlsSession::read(char* bytes, std::size_t most, std::size_t& count) {
  if (broken_) return Io::failed;
  ERR_clear_error();
  const int result = SSL_read_ex(ssl_, bytes, most, &count);
  return result == 1 ? Io::done : outcome(result);
}

TlsSession::Io TlsSession::write(std::string_view bytes, std::size_t& count) {
  if (broken_) return Io::failed;
  ERR_clear_error();
  const int result = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &count);
  return result == 1 ? Io::done : outcome(result);
}

void TlsSession::say_goodbye() {
  if (broken_ || !greeted_) return;
  ERR_clear_error();
  if (SSL_shutdown(ssl_) < 0) ERR_clear_error();
}

Result<std::shared_ptr<Tls>> Tls::open(TlsFiles files) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  std::shared_ptr<Tls> tls(new Tls(std::move(files)));
  tls->seen_ = tls->fingerprint();
  auto context = load(tls->files_);
  if (!context) return context.error();
  tls->context_.set(std::move(*context));
  return tls;
}

Result<std::shared_ptr<const Tls::Context>> Tls::load(const TlsFiles& files) {
  auto made = std::make_shared<const Context>(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = made->context;
  if (context == nullptr) return Error{Fault::internal, "TLS cannot be set up"};
  SSL_CTX_set_min_proto_version(context, files.only_tls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);  // a request that was cut off is found by its framing
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets do it, without memory per client
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  const auto look = take(context, files);
  if (!look.certificate.ok()) return look.certificate.error();
  if (!look.key.ok()) return look.key.error();
  return made;
}

std::string Tls::fingerprint() const { return stamp(files_.certificate) + " " + stamp(files_.key); }

bool Tls::refresh(bool even_if_unchanged) {
  const std::lock_guard lock(mutex_);
  const auto now = fingerprint();
  if (now == seen_ && !even_if_unchanged) return false;
  seen_ = now;
  auto context = load(files_);
  problem_ = context ? "" : context.error().message + "; the certificate before it stays in use";
  if (context) context_.set(std::move(*context));
  return problem_.empty();
}

std::string Tls::problem() const {
  const std::lock_guard lock(mutex_);
  if (problem_.empty() && expired(context_.get()->context))
    return files_.certificate.string() + ": the certificate in use has expired; get a new one";
  return problem_;
}

std::unique_ptr<TlsSession> Tls::accept(int fd) const {
  return std::make_unique<TlsSession>(context_.get()->context, fd);
}

}  // namespace countersign::http
