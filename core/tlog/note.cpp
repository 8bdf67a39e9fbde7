#include "tlog/note.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>

#include "base/crypto.hpp"
#include "base/ed25519.hpp"

namespace countersign::tlog {
namespace {

constexpr std::size_t kKey = 32;
constexpr std::size_t kSignature = 64;
constexpr std::size_t kId = 4;
constexpr std::size_t kTime = 8;
constexpr std::size_t kMostSignatures = 100;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // an em dash and a space
constexpr std::string_view kPrivate = "PRIVATE+KEY+";

std::string big_endian(std::uint64_t value, std::size_t count) {
  std::string bytes(count, '\0');
  for (auto i = count; i-- > 0; value >>= 8U) bytes[i] = static_cast<char>(value & 0xFFU);
  return bytes;
}

std::uint64_t from_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::uint32_t id_of(std::string_view name, KeyType type, std::string_view key) {
  const auto hash = crypto::sha256(std::string(name) + "\n" + static_cast<char>(type) + std::string(key));
  return static_cast<std::uint32_t>(from_big_endian(hash.substr(0, kId)));
}

std::string hex_id(std::uint32_t id) { return crypto::to_hex(big_endian(id, kId)); }

std::string cosigned(std::string_view text, std::uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

bool control_free(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

struct Spelled {
  std::string_view name, id, key;
};

/// "name+id+key"; the last part may itself hold "+", which base64 has.
std::optional<Spelled> spelled(std::string_view text) {
  const auto first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return Spelled{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

/// Type and 32 bytes of a spelled key; `invalid` when it is no such key.
Result<std::pair<KeyType, std::string>> key_of(const Spelled& parts, std::string_view what) {
  const auto bytes = crypto::from_base64(parts.key);
  if (!usable_name(parts.name) || !bytes || bytes->size() != 1 + kKey)
    return Error{Fault::invalid, "this is no " + std::string(what) + " (name+8 hexadecimal digits+base64)"};
  const auto type = static_cast<KeyType>(bytes->front());
  if (type != KeyType::ed25519 && type != KeyType::cosignature)
    return Error{Fault::invalid, "this " + std::string(what) + " is of a type that is not known here: Ed25519 " +
                                     "(1) and cosignature/v1 (4) are"};
  return std::pair(type, bytes->substr(1));
}

}  // namespace

bool usable_name(std::string_view name) {
  if (name.empty() || !simdjson::validate_utf8(name.data(), name.size())) return false;
  // White space of Unicode beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to 200A, 2028, 2029, 202F, 205F, U+3000.
  for (const auto* space : {"\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
                            "\xE2\x81\x9F", "\xE3\x80\x80"})
    if (name.find(space) != std::string_view::npos) return false;
  for (auto at = name.find("\xE2\x80"); at != std::string_view::npos; at = name.find("\xE2\x80", at + 1))
    if (at + 2 < name.size() && static_cast<unsigned char>(name[at + 2]) <= 0x8A) return false;
  return std::none_of(name.begin(), name.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7F; });
}

std::string line_of(const Signature& signature) {
  return std::string(kDash) + signature.name + " " +
         crypto::to_base64(big_endian(signature.id, kId) + signature.bytes) + "\n";
}

Result<Signature> signature_from(std::string_view line) {
  const Error wrong{Fault::invalid, "a line that should be a signature is none"};
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (!line.starts_with(kDash)) return wrong;
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !usable_name(line.substr(0, space))) return wrong;
  const auto bytes = crypto::from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kId) return wrong;
  return Signature{std::string(line.substr(0, space)),
                   static_cast<std::uint32_t>(from_big_endian(std::string_view(*bytes).substr(0, kId))),
                   bytes->substr(kId)};
}

Result<Note> Note::parse(std::string_view bytes) {
  const auto gap = bytes.rfind("\n\n");
  if (!simdjson::validate_utf8(bytes.data(), bytes.size()) || !control_free(bytes) || !bytes.ends_with('\n') ||
      gap == std::string_view::npos)
    return Error{Fault::invalid, "this is no signed note (text, an empty line, signatures)"};
  Note note{std::string(bytes.substr(0, gap + 1)), {}};
  auto rest = bytes.substr(gap + 2);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    auto signature = signature_from(rest.substr(0, end));
    if (!signature) return signature.error();
    note.signatures.push_back(std::move(*signature));
    if (note.signatures.size() > kMostSignatures)
      return Error{Fault::invalid, "this note has more than " + std::to_string(kMostSignatures) + " signatures"};
    rest.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return Error{Fault::invalid, "this note has no signature"};
  return note;
}

std::string Note::bytes() const {
  std::string all = text + "\n";
  for (const auto& signature : signatures) all += line_of(signature);
  return all;
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
  while (vkey.ends_with('\n') || vkey.ends_with(' ')) vkey.remove_suffix(1);
  const auto parts = spelled(vkey);
  if (!parts) return Error{Fault::invalid, "this is no verifier key (name+8 hexadecimal digits+base64)"};
  auto key = key_of(*parts, "verifier key");
  if (!key) return key.error();
  VerifierKey made{std::string(parts->name), id_of(parts->name, key->first, key->second), key->first, key->second};
  if (hex_id(made.id) != parts->id)
    return Error{Fault::invalid, "this verifier key is mistyped: its middle part does not fit the rest"};
  return made;
}

std::string VerifierKey::text() const {
  return name + "+" + hex_id(id) + "+" + crypto::to_base64(std::string(1, static_cast<char>(type)) + key);
}

bool VerifierKey::verify(std::string_view text, const Signature& signature) const {
  std::string signed_text(text);
  std::string_view bytes = signature.bytes;
  if (type == KeyType::cosignature) {
    if (bytes.size() != kTime + kSignature) return false;
    signed_text = cosigned(text, from_big_endian(bytes.substr(0, kTime)));
    bytes.remove_prefix(kTime);
  }
  return crypto::ed25519_verify(key, signed_text, bytes);
}

Status verify(const Note& note, const VerifierKey& key) {
  bool found = false;
  for (const auto& signature : note.signatures) {
    if (!key.made(signature)) continue;
    if (!key.verify(note.text, signature))
      return Error{Fault::forged, "the signature of " + key.name + " does not fit the text"};
    found = true;
  }
  if (!found) return Error{Fault::forged, "it is not signed by " + key.name + " (key " + hex_id(key.id) + ")"};
  return {};
}

Time time_of(const Signature& cosignature) {
  const auto seconds = from_big_endian(std::string_view(cosignature.bytes).substr(0, kTime));
  return Time(std::chrono::seconds(seconds));
}

SigningKey::SigningKey(std::string_view name, KeyType type, std::string seed) : seed_(std::move(seed)) {
  verifier_.name = name;
  verifier_.type = type;
  verifier_.key = crypto::ed25519_public(seed_);
  verifier_.id = id_of(name, type, verifier_.key);
}

SigningKey::~SigningKey() { crypto::wipe(seed_); }

SigningKey SigningKey::make(std::string_view name, KeyType type) {
  return SigningKey(name, type, crypto::random_bytes(kKey));
}

Result<SigningKey> SigningKey::parse(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  const auto parts = text.starts_with(kPrivate) ? spelled(text.substr(kPrivate.size())) : std::nullopt;
  if (!parts) return Error{Fault::invalid, "this is no signing key (PRIVATE+KEY+name+…)"};
  auto key = key_of(*parts, "signing key");
  if (!key) return key.error();
  SigningKey made(parts->name, key->first, std::move(key->second));
  if (hex_id(made.verifier_.id) != parts->id) return Error{Fault::invalid, "this signing key is damaged"};
  return made;
}

std::string SigningKey::private_text() const {
  return std::string(kPrivate) + verifier_.name + "+" + hex_id(verifier_.id) + "+" +
         crypto::to_base64(std::string(1, static_cast<char>(verifier_.type)) + seed_);
}

Signature SigningKey::sign(std::string_view text, Time now) const {
  const bool timed = verifier_.type == KeyType::cosignature;
  const auto seconds =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const std::string message = timed ? cosigned(text, seconds) : std::string(text);
  return {verifier_.name, verifier_.id,
          (timed ? big_endian(seconds, kTime) : "") + crypto::ed25519_sign(seed_, message)};
}

}  // namespace countersign::tlog
