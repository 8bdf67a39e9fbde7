#include "flow/activation/vouching.hpp"

#include "base/crypto.hpp"
#include "flow/activation/rows.hpp"

namespace countersign::activation {
namespace {

std::string statement(const Holder& holder) {
  return "countersign officer token v1\n" + holder.user + "\n" + holder.hash + "\n";
}

std::string row(const Holder& holder) { return "officer_token:" + holder.hash; }

}  // namespace

void note(store::Session& session, const Holder& holder, const Signer& signer) {
  keep(session, row(holder), crypto::to_hex(signer.sign(statement(holder))));
}

Status Office::vouch(const Holder& holder) {
  const std::lock_guard turn(turn_);
  if (!ledger_) return Error{Fault::unavailable, refused_};
  return terms_.store.commit([&](store::Session& session) { note(session, holder, ledger_->signer()); });
}

Status Office::vouched(const Holder& holder) const {
  const std::lock_guard turn(turn_);
  if (!ledger_) return Error{Fault::unavailable, refused_};
  std::string signature;
  const auto read = terms_.store.read([&](store::Session& session) { signature = kept(session, row(holder)); });
  if (!read) return read;
  const auto bytes = crypto::from_hex(signature);
  if (bytes && ledger_->signer().made(statement(holder), *bytes)) return {};
  return Error{Fault::forbidden,
               "this token was not made for an officer by this installation's own command, or before it had "
               "two_people: `countersign token create --user " +
                   holder.user + "` makes one that counts"};
}

}  // namespace countersign::activation
