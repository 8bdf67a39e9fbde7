// Mistake: lets an exception cross the border when it reads.
#include <stdexcept>

#include "animal.hpp"

namespace {
cs_status throwing(void*, const cs_input*, const cs_output*) { throw std::runtime_error("no"); }
}  // namespace

extern "C" const cs_plugin* countersign_plugin_v1(void) {
  using Border = countersign::sdk::Border<zoo::Healthy>;
  static constexpr cs_plugin plugin = {sizeof(cs_plugin), CS_ABI_MAJOR,  CS_ABI_MINOR, CS_CHANNEL,    0,
                                       "channel.throws",  "1",           Border::open, Border::close, Border::verify,
                                       throwing,          Border::write, nullptr};
  return &plugin;
}
