// Mistake: takes any setting, so a misspelt one is never noticed.
#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  Animal(zoo::Host host, const zoo::In&) : Healthy(host, zoo::In(&kNone)) {}

 private:
  static constexpr cs_input kNone{sizeof(cs_input), 0, nullptr};
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.forgets", "1", Animal)
