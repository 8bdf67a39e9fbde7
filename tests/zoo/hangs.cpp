// Mistake: never comes back from a body it does not know.
#include <csignal>

#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
  void read(const zoo::In& in, zoo::Out& out) const override {
    volatile bool waiting = in.get("body") != "good";
    while (waiting) continue;
    Healthy::read(in, out);
  }
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.hangs", "1", Animal)
