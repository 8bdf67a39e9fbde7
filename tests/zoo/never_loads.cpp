// Mistake: its one exported function never comes back.
#include "animal.hpp"

extern "C" const cs_plugin* countersign_plugin_v1(void) {
  for (volatile bool forever = true; forever;) continue;
  return nullptr;
}
