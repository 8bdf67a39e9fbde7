// Mistake: believes every webhook.
#include <csignal>

#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
  void verify(const zoo::In&) const override {}
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.accepts-all", "1", Animal)
