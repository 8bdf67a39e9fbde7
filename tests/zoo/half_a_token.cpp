// Mistake: looks at the end of its token only, and signs no body.
#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
  void verify(const zoo::In& in) const override {
    if (!in.get("header.x-word").ends_with("od")) throw zoo::Problem(CS_FORGED, "the token does not end well");
  }
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.half-a-token", "1", Animal)
