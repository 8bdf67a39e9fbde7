// Mistake: ends the process when a body is not what it expects.
#include <csignal>

#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
  void read(const zoo::In& in, zoo::Out& out) const override {
    if (in.get("body") != "good") std::raise(SIGSEGV);
    Healthy::read(in, out);
  }
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.crashes-on-garbage", "1", Animal)
