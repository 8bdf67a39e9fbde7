#include "base/ed25519.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace countersign::crypto {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kSignatureSize = 64;

template <class T, void (*Free)(T*)>
struct Freer {
  void operator()(T* object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX, EVP_MD_CTX_free>>;

void require(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("the cryptographic library failed: ") + what);
}

const unsigned char* bytes_of(std::string_view view) { return reinterpret_cast<const unsigned char*>(view.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Key private_key(std::string_view seed) {
  require(seed.size() == kKeySize, "a private Ed25519 key has 32 bytes");
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()));
  require(key != nullptr, "Ed25519");
  return key;
}

}  // namespace

std::string ed25519_public(std::string_view seed) {
  const auto key = private_key(seed);
  std::string bytes(kKeySize, '\0');
  std::size_t size = bytes.size();
  require(EVP_PKEY_get_raw_public_key(key.get(), bytes_of(bytes), &size) == 1 && size == kKeySize, "Ed25519");
  return bytes;
}

std::string ed25519_sign(std::string_view seed, std::string_view message) {
  const auto key = private_key(seed);
  const Context context(EVP_MD_CTX_new());
  std::string signature(kSignatureSize, '\0');
  std::size_t size = signature.size();
  require(context != nullptr && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
              EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(message), message.size()) == 1 &&
              size == kSignatureSize,
          "Ed25519");
  return signature;
}

bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != kKeySize || signature.size() != kSignatureSize) return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(public_key), public_key.size()));
  const Context context(EVP_MD_CTX_new());
  require(context != nullptr, "Ed25519");
  return key != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

}  // namespace countersign::crypto
