// Asking the inner judgement, around the door that holds on failure.
// expect: private
#include "flow/gate.hpp"

using namespace countersign;

#ifdef CHEAT
auto cheat(const Gate& gate, const Reply& reply, const Conversation& conversation) {
  return gate.judge(reply, conversation, Occasion{});
}
#else
auto honest(const Gate& gate, Reply reply, const Conversation& conversation) {
  return gate.reply(Draft(std::move(reply)), conversation, Occasion{});
}
#endif
