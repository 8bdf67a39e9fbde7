// Mistake: a descriptor shorter than version 1.
#include "animal.hpp"

extern "C" const cs_plugin* countersign_plugin_v1(void) {
  using Border = countersign::sdk::Border<zoo::Healthy>;
  static constexpr cs_plugin plugin = {40,
                                       CS_ABI_MAJOR,
                                       CS_ABI_MINOR,
                                       CS_CHANNEL,
                                       0,
                                       "channel.too-small",
                                       "1",
                                       Border::open,
                                       Border::close,
                                       Border::verify,
                                       Border::read,
                                       Border::write,
                                       nullptr};
  return &plugin;
}
