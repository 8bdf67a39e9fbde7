// The few cryptographic operations the house uses, over OpenSSL 3. Nothing here is ours but the spelling.
// All functions are thread-safe; failures of the library throw std::runtime_error (nothing may go on without it).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace countersign::crypto {

[[nodiscard]] std::string random_bytes(std::size_t count);
[[nodiscard]] std::string sha256(std::string_view bytes);  ///< 32 raw bytes
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);  ///< 32 raw bytes
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// Padded standard alphabet only, no white space, no stray bits (RFC 4648 section 4).
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
/// HKDF-SHA256 (RFC 5869) without salt: `count` bytes for the use named by `info`, from one strong key.
[[nodiscard]] std::string hkdf_sha256(std::string_view key, std::string_view info, std::size_t count);
/// Overwrites a secret before its memory is given back, then empties it.
void wipe(std::string& secret) noexcept;
/// Constant in time for inputs of equal length.
[[nodiscard]] bool equal(std::string_view a, std::string_view b);

/// AES-256-GCM (NIST SP 800-38D): 12 random bytes of nonce || ciphertext || 16 bytes of tag. `key` has 32 bytes.
[[nodiscard]] std::string seal(std::string_view key, std::string_view plain, std::string_view bound_to);
/// nullopt when the key, the bytes or `bound_to` do not fit together.
[[nodiscard]] std::optional<std::string> open(std::string_view key, std::string_view sealed, std::string_view bound_to);

}  // namespace countersign::crypto
