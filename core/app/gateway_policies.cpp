// Who puts policies in force in this gateway: the folder itself, or two people through the office.
#include "app/gateway.hpp"
#include "app/two_people.hpp"
#include "base/crypto.hpp"

namespace countersign::app {

Status Gateway::open_policies() {
  const auto noted =
      store_->commit([&](store::Session& session) { note_activation(session, config_.activation, clock_.now()); });
  if (!noted) return noted;
  if (config_.activation == Activation::two_people) {
    activation::Office::Terms terms{*store_, clock_, config_.data / "keys" / "policy.key", config_.policies};
    terms.detectors = [this] { return connectors_.get()->detectors; };
    terms.misfits = [this](const policy::PolicySet& set) { return misfits(set, *connectors_.get()); };
    terms.holders = holders;
    terms.places = [this] { return places(*connectors_.get()); };
    terms.doubts = [this](const policy::Loaded& loaded) { return doubts(loaded, *connectors_.get()); };
    terms.put = [this](const activation::InForce& next) {
      if (watch_) watch_->put(next);
    };
    terms.call = [this](store::Session& session) -> std::function<void()> {
      return [this, all = call_officers(session, *connectors_.get(), clock_.now())] {
        for (const auto& work : all) house_->wake(work);
      };
    };
    auto office = activation::Office::open(std::move(terms));
    if (!office) return office.error();
    office_ = std::move(*office);
  }
  watch_ = std::make_unique<PolicyWatch>(config_.policies, rules_, *store_, clock_, office_.get());
  return watch_->load();
}

Status Gateway::token_made(const std::string& token) {
  if (!office_) return {};
  const auto who = users::authenticate(*store_, roles(), token);
  if (!who) return who.error();
  if (!users::may(who->permission, users::Action::policy)) return {};
  return office_->vouch({who->user, crypto::sha256_hex(token)});
}

/// "" when what people decided is in force; else what somebody must look after, in words.
std::string Gateway::policy_trouble() const {
  if (!office_) return watch_->differs();
  std::string all;
  for (const auto& one : office_->trouble()) all += (all.empty() ? "" : "; ") + one;
  return all;
}

}  // namespace countersign::app
