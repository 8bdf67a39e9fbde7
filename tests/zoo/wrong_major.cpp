// Mistake: built for another major version of the ABI.
#include "animal.hpp"

extern "C" const cs_plugin* countersign_plugin_v1(void) {
  using Border = countersign::sdk::Border<zoo::Healthy>;
  static constexpr cs_plugin plugin = {sizeof(cs_plugin),
                                       CS_ABI_MAJOR + 1,
                                       CS_ABI_MINOR,
                                       CS_CHANNEL,
                                       0,
                                       "channel.wrong-major",
                                       "1",
                                       Border::open,
                                       Border::close,
                                       Border::verify,
                                       Border::read,
                                       Border::write,
                                       nullptr};
  return &plugin;
}
