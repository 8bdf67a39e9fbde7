// Mistake: right only on the thread that opened it.
#include <thread>

#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
  void read(const zoo::In& in, zoo::Out& out) const override {
    out.put("at-home", opener_ == std::this_thread::get_id() ? "yes" : "no");
    Healthy::read(in, out);
  }

 private:
  std::thread::id opener_ = std::this_thread::get_id();
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.one-thread", "1", Animal)
