// Signed notes (C2SP signed-note) with Ed25519: keys, signing, reading, verifying. Key type 0x01 signs the text as it
// is; 0x04 is a witness's cosignature/v1 with its time (C2SP tlog-cosignature). Other types are left alone, as the
// format wants. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace countersign::tlog {

enum class KeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

/// Whether a name may stand in a note: not empty, no white space, no "+".
[[nodiscard]] bool usable_name(std::string_view name);

struct Signature {
  std::string name;
  std::uint32_t id = 0;
  std::string bytes;  ///< without the key's id
};

struct Note {
  std::string text;  ///< ends with a line feed
  std::vector<Signature> signatures;

  /// `invalid` with what is wrong.
  [[nodiscard]] static Result<Note> parse(std::string_view bytes);
  [[nodiscard]] std::string bytes() const;
};

/// "— name base64(id || signature)" and a line feed.
[[nodiscard]] std::string line_of(const Signature& signature);
/// The same read back; `invalid` for any other line.
[[nodiscard]] Result<Signature> signature_from(std::string_view line);

struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  KeyType type = KeyType::ed25519;
  std::string key;  ///< 32 bytes

  /// "name+hex(id)+base64(type || key)".
  [[nodiscard]] static Result<VerifierKey> parse(std::string_view vkey);
  [[nodiscard]] std::string text() const;
  /// Whether this signature names this key (it may still be wrong).
  [[nodiscard]] bool made(const Signature& signature) const { return signature.id == id && signature.name == name; }
  [[nodiscard]] bool verify(std::string_view text, const Signature& signature) const;
};

/// `forged` unless `key` signed the note, and every signature that names `key` is right.
[[nodiscard]] Status verify(const Note& note, const VerifierKey& key);

/// When a cosignature was made. Only for one of type 0x04 that verifies.
[[nodiscard]] Time time_of(const Signature& cosignature);

class SigningKey {
 public:
  /// A new key from the system's randomness. `name` must be usable.
  [[nodiscard]] static SigningKey make(std::string_view name, KeyType type = KeyType::ed25519);
  /// "PRIVATE+KEY+name+hex(id)+base64(type || seed)", the spelling of Go's sumdb/note.
  [[nodiscard]] static Result<SigningKey> parse(std::string_view text);
  SigningKey(SigningKey&&) noexcept = default;
  SigningKey& operator=(SigningKey&&) noexcept = default;
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  ~SigningKey();

  [[nodiscard]] std::string private_text() const;
  [[nodiscard]] const VerifierKey& verifier() const { return verifier_; }
  /// Signs a note's text; a cosignature carries `now`.
  [[nodiscard]] Signature sign(std::string_view text, Time now) const;

 private:
  SigningKey(std::string_view name, KeyType type, std::string seed);
  VerifierKey verifier_;
  std::string seed_;  ///< 32 bytes, wiped at the end
};

}  // namespace countersign::tlog
