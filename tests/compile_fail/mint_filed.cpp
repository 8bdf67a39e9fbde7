// A ticket text that skipped the ticket border: Filed without a key.
// expect: no matching
#include "flow/texts.hpp"

using namespace countersign;

#ifdef CHEAT
Filed cheat() { return Filed(plugin::TicketEvent{}); }
#else
const plugin::TicketEvent& honest(const Filed& filed) { return filed.look(); }
#endif
