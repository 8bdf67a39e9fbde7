// A prompt that nobody screened: Screened without a key.
// expect: no matching
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Screened cheat() { return Screened(plugin::Prompt{}); }
#else
const plugin::Prompt& honest(const Screened& screened) { return screened.look(); }
#endif
