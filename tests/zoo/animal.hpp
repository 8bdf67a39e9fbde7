// What every animal shares: a channel that is right as long as its one mistake is not looked at. Its "signature" is a
// header that repeats the body.
#pragma once

#include "countersign/plugin.hpp"

namespace zoo {

using namespace countersign::sdk;

class Healthy : public Handler {
 public:
  Healthy(Host, const In& settings) { settings.only({}); }
  void verify(const In& in) const override {
    if (in.need("body") != in.get("header.x-word")) throw Problem(CS_FORGED, "the word is not the body");
  }
  void read(const In& in, Out& out) const override { out.put("event", in.need("body")); }
  void write(const In&, Out& out) const override { out.put("method", "POST"); }
};

}  // namespace zoo
