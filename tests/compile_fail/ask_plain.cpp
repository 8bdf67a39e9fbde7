// Asking a model with a prompt that nobody screened.
// expect: could not convert|no matching function|cannot convert|no viable conversion
#include "flow/delivery/egress.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const Egress& egress, plugin::Prompt prompt, const plugin::Model& model) { return egress.ask(prompt, model); }
#else
auto honest(const Egress& egress, Screened prompt, const plugin::Model& model) { return egress.ask(std::move(prompt), model); }
#endif
