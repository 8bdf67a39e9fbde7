// Mistake: calls itself a detector and has no table for countersign.detect/1.
#include "animal.hpp"

namespace {
class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
};
}  // namespace

COUNTERSIGN_PLUGIN(CS_DETECTOR, "detect.only-a-name", "1", Animal)
