#include "flow/rules.hpp"

#include "base/crypto.hpp"
#include "flow/house.hpp"

namespace countersign {

bool covers(const Scope& scope, const std::string& salt, const std::string& conversation, const std::string& channel,
            const std::string& brand) {
  if (!scope.channel.empty()) return channel == scope.channel;
  if (!scope.brand.empty()) return brand == scope.brand;
  const auto hash = crypto::sha256(salt + "\n" + conversation);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | static_cast<unsigned char>(hash[i]);
  return static_cast<int>(number % 1000) < scope.permille;
}

std::shared_ptr<const Rules> House::rules_for(const Conversation& conversation) const {
  auto now = rules.get();
  if (!now->trial) return now;
  const auto desks = connectors.get();
  const auto channel = desks->channels.find(conversation.channel);
  const auto brand = channel == desks->channels.end() ? std::string() : channel->second.brand;
  const auto& trial = *now->trial;
  return covers(trial.scope, trial.rules->set->digest(), conversation.ref, conversation.channel, brand) ? trial.rules
                                                                                                        : now;
}

}  // namespace countersign
