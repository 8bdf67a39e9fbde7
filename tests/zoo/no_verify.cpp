// Mistake: a channel that cannot tell who wrote.
#include "animal.hpp"

extern "C" const cs_plugin* countersign_plugin_v1(void) {
  using Border = countersign::sdk::Border<zoo::Healthy>;
  static constexpr cs_plugin plugin = {sizeof(cs_plugin),   CS_ABI_MAJOR,  CS_ABI_MINOR, CS_CHANNEL,    0,
                                       "channel.no-verify", "1",           Border::open, Border::close, nullptr,
                                       Border::read,        Border::write, nullptr};
  return &plugin;
}
