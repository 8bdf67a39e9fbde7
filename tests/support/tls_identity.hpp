// A server's side of TLS for tests: a key and a certificate of its own making, for 127.0.0.1. Thread-safe once made.
#pragma once

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace countersign::testing {

class TlsIdentity {
 public:
  TlsIdentity() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()), context_(SSL_CTX_new(TLS_server_method())) {
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
  /// For SSL_new.
  [[nodiscard]] SSL_CTX* context() const { return context_.get(); }
  /// The certificate, to be trusted.
  [[nodiscard]] std::string pem() const {
    const std::unique_ptr<BIO, Freed> out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), certificate_.get());
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }

 private:
  struct Freed {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(BIO* bio) const { BIO_free(bio); }
  };
  std::unique_ptr<EVP_PKEY, Freed> key_;
  std::unique_ptr<X509, Freed> certificate_;
  std::unique_ptr<SSL_CTX, Freed> context_;
};

}  // namespace countersign::testing
