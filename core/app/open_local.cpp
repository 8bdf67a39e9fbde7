#include "app/open_local.hpp"

#include "app/gateway.hpp"

namespace countersign::app {
namespace {

/// A gateway whose road does not run: commands change the store, the next server goes on from there.
class OpenedGateway final : public Opened {
 public:
  OpenedGateway(Config config, std::unique_ptr<SystemClock> clock, std::unique_ptr<Gateway> gateway)
      : config_(std::move(config)),
        clock_(std::move(clock)),
        gateway_(std::move(gateway)),
        services_{gateway_->store(), *clock_,
                  config_,           gateway_->roles(),
                  gateway_.get(),    [this](const std::string& token) { return gateway_->token_made(token); }} {}
  [[nodiscard]] Services& services() override { return services_; }

 private:
  Config config_;
  std::unique_ptr<SystemClock> clock_;
  std::unique_ptr<Gateway> gateway_;
  Services services_;
};

users::RoleLookup roles_of(const Config& config) {
  const auto loaded = policy::PolicySet::load(config.policies, SystemClock().now());
  return [set = loaded.set](std::string_view name) -> std::optional<std::string> {
    const policy::Role* role = set ? set->role(name) : nullptr;
    return role != nullptr ? std::optional(role->permission) : std::nullopt;
  };
}

}  // namespace

Result<std::unique_ptr<Opened>> open_local(const Config& config) {
  auto clock = std::make_unique<SystemClock>();
  auto gateway = Gateway::open(config, *clock);
  if (gateway)
    return std::unique_ptr<Opened>(std::make_unique<OpenedGateway>(config, std::move(clock), std::move(*gateway)));
  if (gateway.error().fault != Fault::invalid) return gateway.error();
  return open_store(config, roles_of(config));
}

}  // namespace countersign::app
