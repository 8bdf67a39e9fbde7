// Mistake: answers the same question differently the second time.
#include <csignal>

#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
  void read(const zoo::In& in, zoo::Out& out) const override {
    out.put("count", std::to_string(++count_));
    Healthy::read(in, out);
  }

 private:
  mutable int count_ = 0;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.drifts", "1", Animal)
