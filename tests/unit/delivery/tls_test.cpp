// TLS of calls: a certificate is believed only when its authority and its name are the right ones.
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "flow/delivery/link.hpp"
#include "support/road_fixture.hpp"
#include "support/rude_server.hpp"

namespace countersign::testing {
namespace {

constexpr std::chrono::seconds kPatience{10};

struct Freed {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};

/// A server with a certificate of its own making, for 127.0.0.1.
class TlsServer {
 public:
  TlsServer() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()), context_(SSL_CTX_new(TLS_server_method())) {
    auto* one = certificate_.get();
    X509_set_version(one, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(one), 1);
    X509_gmtime_adj(X509_getm_notBefore(one), -3600);
    X509_gmtime_adj(X509_getm_notAfter(one), 3600);
    X509_set_pubkey(one, key_.get());
    auto* name = X509_get_subject_name(one);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(one, name);
    auto* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(one, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(one, key_.get(), EVP_sha256());
    SSL_CTX_use_certificate(context_.get(), one);
    SSL_CTX_use_PrivateKey(context_.get(), key_.get());
  }
  [[nodiscard]] std::string pem() const {
    const std::unique_ptr<BIO, Freed> out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), certificate_.get());
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  void serve(int socket) const {
    SSL* tls = SSL_new(context_.get());
    SSL_set_fd(tls, socket);
    char byte = 0;
    if (SSL_accept(tls) == 1 && SSL_read(tls, &byte, 1) == 1) SSL_write(tls, "pong", 4);
    SSL_shutdown(tls);
    SSL_free(tls);
  }
  std::unique_ptr<EVP_PKEY, Freed> key_;
  std::unique_ptr<X509, Freed> certificate_;
  std::unique_ptr<SSL_CTX, Freed> context_;
  RudeServer server_{[this](const auto& connection) { serve(connection.socket()); }};
};

class Tls : public ::testing::Test {
 protected:
  const Interrupt interrupt;
  Tls() { spill(folder.path / "ca.pem", server.pem()); }
  Result<std::unique_ptr<Link>> open(const std::string& ca, const std::string& host) {
    const auto trust = Trust::of(ca);
    if (!trust) return trust.error();
    return Link::open({"127.0.0.1"}, server.port(), host, trust->get(), end(), interrupt);
  }
  [[nodiscard]] std::string own_ca() const { return (folder.path / "ca.pem").string(); }
  static Link::Deadline end() { return std::chrono::steady_clock::now() + kPatience; }
  PrivateFolder folder;
  TlsServer server;
};

TEST_F(Tls, ACertificateOfThePrivateAuthorityIsBelieved) {
  const auto link = open(own_ca(), "127.0.0.1");
  ASSERT_TRUE(link.ok()) << link.error().message;
  ASSERT_TRUE((*link)->write("x", end()).ok());
  std::array<char, 16> answer{};
  const auto got = (*link)->read(answer.data(), answer.size(), end());
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(std::string(answer.data(), *got), "pong");
  const auto more = (*link)->read(answer.data(), answer.size(), end());
  ASSERT_TRUE(more.ok());
  EXPECT_EQ(*more, 0U) << "a proper goodbye is the end";
}

TEST_F(Tls, WithoutItsAuthorityItIsNot) {
  const auto link = open("", "127.0.0.1");
  ASSERT_FALSE(link.ok());
  EXPECT_TRUE(link.error().message.starts_with("its certificate is not accepted")) << link.error().message;
}

TEST_F(Tls, AnothersNameIsNot) {
  const auto link = open(own_ca(), "shop.example");
  ASSERT_FALSE(link.ok());
  EXPECT_TRUE(link.error().message.starts_with("its certificate is not accepted")) << link.error().message;
}

}  // namespace
}  // namespace countersign::testing
