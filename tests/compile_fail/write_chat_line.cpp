// Showing a customer of the web chat a line that nobody cleared.
// expect: private within this context|is private
#include "flow/state/chat_line.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const ChatLines& lines, const ChatLine& line) { return lines.delivered(Key<Egress>(), "customer", "c", line); }
#else
auto honest(const ChatLines& lines) { return lines.after("customer", "c", 0, 1); }
#endif
