// Mistake: the one exported function throws.
#include <stdexcept>

#include "countersign/plugin.h"

extern "C" const cs_plugin* countersign_plugin_v1(void) { throw std::runtime_error("no"); }
