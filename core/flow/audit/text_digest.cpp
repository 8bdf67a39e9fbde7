#include "flow/audit/text_digest.hpp"

#include "base/crypto.hpp"

namespace countersign::audit {
namespace {

constexpr std::size_t kKey = 32;  // bytes; of one length, so that no two keys are the same to HMAC

}  // namespace

Result<std::string> opening_of(const store::Keys& keys, std::string_view customer, std::string_view message) {
  return keys.pseudonym(customer, "opening", message);
}

Result<std::string> digest_under(std::string_view opening, std::string_view text) {
  const auto key = crypto::from_hex(opening);
  if (!key || key->size() != kKey) return Error{Fault::invalid, "an opening is 64 hex digits"};
  return crypto::to_hex(crypto::hmac_sha256(*key, text));
}

Result<std::string> text_digest(const store::Keys& keys, std::string_view customer, std::string_view message,
                                std::string_view text) {
  const auto opening = opening_of(keys, customer, message);
  if (!opening) return opening;
  return digest_under(*opening, text);
}

}  // namespace countersign::audit
