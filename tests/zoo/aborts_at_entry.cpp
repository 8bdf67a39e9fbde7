// Mistake: its one exported function ends the process.
#include <cstdlib>

#include "animal.hpp"

extern "C" const cs_plugin* countersign_plugin_v1(void) { std::abort(); }
