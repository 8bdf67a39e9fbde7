// Telling the helpdesk a text that skipped the ticket border.
// expect: could not convert|no matching function|cannot convert|no viable conversion
#include "flow/delivery/egress.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const Egress& egress, plugin::TicketEvent event, const plugin::Helpdesk& desk) { return egress.file(event, desk); }
#else
auto honest(const Egress& egress, Filed event, const plugin::Helpdesk& desk) { return egress.file(std::move(event), desk); }
#endif
