// What strangers send to the listening socket: however the bytes are cut into packets, the same requests and the same
// refusal come out, and nothing passes its limit. The first byte chooses the cut.
#include "http/framing.hpp"

#include "fuzz/bytes.hpp"

namespace {

using namespace countersign;
using http::Framing;

constexpr http::Limits kLimits{512, 12, 1024};

/// All that the reader made of the bytes, as one text.
std::string seen(std::string_view bytes, std::size_t step) {
  Framing framing(kLimits);
  std::string out;
  while (true) {
    const auto state = framing.advance();
    if (state == Framing::State::refused) return out + "refused " + std::to_string(framing.refusal().status);
    if (state == Framing::State::whole) {
      const auto request = framing.take();
      fuzz::must(request.body.size() <= kLimits.max_body, "a body stays within its limit");
      fuzz::must(request.headers.size() <= kLimits.max_fields, "headers stay within their limit");
      out += request.method + " " + request.path + "|" + request.body + (framing.keep_alive() ? "+\n" : "-\n");
      if (!framing.keep_alive()) return out;
      continue;
    }
    if (bytes.empty()) return out + (state == Framing::State::idle ? "idle" : "partial");
    framing.add(bytes.substr(0, step));
    bytes.remove_prefix(std::min(step, bytes.size()));
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Bytes input(data, size);
  const std::size_t step = 1 + input.pick(64);
  fuzz::must(seen(input.rest(), step) == seen(input.rest(), size + 1), "packets do not change what is read");
  return 0;
}
