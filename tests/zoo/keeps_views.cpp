// Mistake: keeps a view of a setting instead of a copy.
#include "animal.hpp"

namespace {

class Animal final : public zoo::Healthy {
 public:
  Animal(zoo::Host host, const zoo::In& settings) : Healthy(host, settings), name_(settings.get("channel.name")) {}
  void read(const zoo::In& in, zoo::Out& out) const override {
    out.put("name", name_);
    Healthy::read(in, out);
  }

 private:
  std::string_view name_;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.keeps-views", "1", Animal)
