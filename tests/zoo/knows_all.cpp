// Mistake: answers every extension's name with the same table.
#include "animal.hpp"

extern "C" const cs_plugin* countersign_plugin_v1(void) {
  using Border = countersign::sdk::Border<zoo::Healthy>;
  static constexpr auto any = [](const char* id) -> const void* { return id; };
  static constexpr cs_plugin plugin = {sizeof(cs_plugin),   CS_ABI_MAJOR,  CS_ABI_MINOR, CS_CHANNEL,    0,
                                       "channel.knows-all", "1",           Border::open, Border::close, Border::verify,
                                       Border::read,        Border::write, any};
  return &plugin;
}
