#include "base/crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace countersign::crypto {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t hash_size = 32;

void require(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("the cryptographic library failed: ") + what);
}

const unsigned char* bytes_of(std::string_view view) { return reinterpret_cast<const unsigned char*>(view.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

int length_of(std::string_view view) {
  require(view.size() <= 0x7FFF'0000U, "the text is too long");
  return static_cast<int>(view.size());
}

template <class T, void (*Free)(T*)>
struct Freer {
  void operator()(T* object) const { Free(object); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX, EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>>;

// Fetched once for the process and kept: a fetch for every hash costs a quarter of its speed.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  require(method != nullptr, "no SHA-256");
  return method;
}

const EVP_CIPHER* aes_method() {
  static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  require(method != nullptr, "no AES-256-GCM");
  return method;
}

EVP_CIPHER_CTX* aes_context() {
  thread_local const CipherContext context(EVP_CIPHER_CTX_new());
  require(context != nullptr, "no memory for a cipher");
  return context.get();
}

/// The key schedule must not stay in the thread's context after the work.
class Resetting {
 public:
  explicit Resetting(EVP_CIPHER_CTX* context) : context_(context) {}
  ~Resetting() { EVP_CIPHER_CTX_reset(context_); }
  Resetting(const Resetting&) = delete;
  Resetting& operator=(const Resetting&) = delete;

 private:
  EVP_CIPHER_CTX* context_;
};

/// SHA-256 of one text behind the other.
std::string sha256_of(std::string_view first, std::string_view second) {
  thread_local const DigestContext context(EVP_MD_CTX_new());
  std::string hash(hash_size, '\0');
  require(context != nullptr && EVP_DigestInit_ex(context.get(), sha256_method(), nullptr) == 1 &&
              EVP_DigestUpdate(context.get(), first.data(), first.size()) == 1 &&
              EVP_DigestUpdate(context.get(), second.data(), second.size()) == 1 &&
              EVP_DigestFinal_ex(context.get(), bytes_of(hash), nullptr) == 1,
          "SHA-256");
  return hash;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  require(RAND_bytes(bytes_of(bytes), length_of(bytes)) == 1, "no randomness");
  return bytes;
}

std::string sha256(std::string_view bytes) { return sha256_of(bytes, {}); }

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  // RFC 2104 over the kept context: HMAC() of the library looks its algorithm up on every call.
  constexpr std::size_t block_size = 64;
  std::string block = key.size() > block_size ? sha256(key) : std::string(key);
  block.resize(block_size, '\0');
  for (char& c : block) c = static_cast<char>(c ^ 0x36);
  const std::string inner = sha256_of(block, bytes);
  for (char& c : block) c = static_cast<char>(c ^ 0x36 ^ 0x5c);
  std::string mac = sha256_of(block, inner);
  wipe(block);
  return mac;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(bytes.size() * 2, '\0');
  char* out = text.data();
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *out++ = digits[byte >> 4U];
    *out++ = digits[byte & 15U];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = nibble(text[i]);
    const int low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock also writes a zero byte
  const int written = EVP_EncodeBlock(bytes_of(text), bytes_of(bytes), length_of(bytes));
  text.resize(static_cast<std::size_t>(written));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(bytes_of(bytes), bytes_of(text), length_of(text)) < 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  bytes.resize(bytes.size() - padding);
  // The library forgives white space and stray bits; one text for one value is what we want.
  if (to_base64(bytes) != text) return std::nullopt;
  return bytes;
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hkdf_sha256(std::string_view key, std::string_view info, std::size_t count) {
  using Kdf = std::unique_ptr<EVP_KDF, Freer<EVP_KDF, EVP_KDF_free>>;
  using KdfContext = std::unique_ptr<EVP_KDF_CTX, Freer<EVP_KDF_CTX, EVP_KDF_CTX_free>>;
  const Kdf kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  require(kdf != nullptr, "no HKDF");
  const KdfContext context(EVP_KDF_CTX_new(kdf.get()));
  char digest[] = "SHA256";
  std::string key_copy(key);
  std::string info_copy(info);
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key_copy.data(), key_copy.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info_copy.data(), info_copy.size()),
      OSSL_PARAM_construct_end(),
  };
  std::string out(count, '\0');
  const bool worked = context != nullptr && EVP_KDF_derive(context.get(), bytes_of(out), count, params) == 1;
  wipe(key_copy);
  require(worked, "HKDF-SHA-256");
  return out;
}

void wipe(std::string& secret) noexcept {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

std::string seal(std::string_view key, std::string_view plain, std::string_view bound_to) {
  require(key.size() == key_size, "a key must have 32 bytes");
  EVP_CIPHER_CTX* const context = aes_context();
  const Resetting resetting(context);
  std::string sealed = random_bytes(nonce_size);
  sealed.resize(nonce_size + plain.size() + tag_size);
  unsigned char* const out = bytes_of(sealed);
  int written = 0;
  require(EVP_EncryptInit_ex2(context, aes_method(), bytes_of(key), out, nullptr) == 1 &&
              EVP_EncryptUpdate(context, nullptr, &written, bytes_of(bound_to), length_of(bound_to)) == 1 &&
              EVP_EncryptUpdate(context, out + nonce_size, &written, bytes_of(plain), length_of(plain)) == 1 &&
              EVP_EncryptFinal_ex(context, out + nonce_size + plain.size(), &written) == 1 &&
              EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size),
                                  out + nonce_size + plain.size()) == 1,
          "AES-256-GCM");
  return sealed;
}

std::optional<std::string> open(std::string_view key, std::string_view sealed, std::string_view bound_to) {
  require(key.size() == key_size, "a key must have 32 bytes");
  if (sealed.size() < nonce_size + tag_size) return std::nullopt;
  EVP_CIPHER_CTX* const context = aes_context();
  const Resetting resetting(context);
  const std::string_view body = sealed.substr(nonce_size, sealed.size() - nonce_size - tag_size);
  std::string tag(sealed.substr(sealed.size() - tag_size));
  std::string plain(body.size(), '\0');
  int written = 0;
  require(EVP_DecryptInit_ex2(context, aes_method(), bytes_of(key), bytes_of(sealed), nullptr) == 1 &&
              EVP_DecryptUpdate(context, nullptr, &written, bytes_of(bound_to), length_of(bound_to)) == 1 &&
              EVP_DecryptUpdate(context, bytes_of(plain), &written, bytes_of(body), length_of(body)) == 1 &&
              EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size), tag.data()) == 1,
          "AES-256-GCM");
  if (EVP_DecryptFinal_ex(context, bytes_of(plain) + plain.size(), &written) != 1) {
    wipe(plain);  // bytes that were not proved are nobody's to read
    return std::nullopt;
  }
  return plain;
}

}  // namespace countersign::crypto
