// Ed25519 (RFC 8032), over OpenSSL: what we sign with a key of our own. Used where policies are put in force and where
// the log is published. All functions are thread-safe; failures of the library throw std::runtime_error.
#pragma once

#include <string>
#include <string_view>

namespace countersign::crypto {

/// A private key is its seed: any 32 random bytes. What else has another length throws std::runtime_error.
[[nodiscard]] std::string ed25519_public(std::string_view seed);                          ///< 32 raw bytes
[[nodiscard]] std::string ed25519_sign(std::string_view seed, std::string_view message);  ///< 64 raw bytes
/// False for a signature that does not fit, and for a key or signature of another length.
[[nodiscard]] bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace countersign::crypto
