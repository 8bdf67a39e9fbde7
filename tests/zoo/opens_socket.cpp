// Mistake: talks to the world itself.
#include <sys/socket.h>
#include <unistd.h>

#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  using Healthy::Healthy;
  void read(const zoo::In& in, zoo::Out& out) const override {
    const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
    if (handle >= 0) ::close(handle);
    Healthy::read(in, out);
  }
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.opens-socket", "1", Animal)
