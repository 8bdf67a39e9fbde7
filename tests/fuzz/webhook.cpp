// Bodies that carry a right signature and are wrong in themselves, through the real channel.webhook: refused with a
// status for the sender, or a message that the road can take.
#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "fuzz/bytes.hpp"
#include "kit/private_folder.hpp"
#include "plugin/connectors.hpp"
#include "plugin/wire.hpp"

namespace {

using namespace countersign;

plugin::Channel open_channel() {
  static const PrivateFolder folder;
  auto loaded = plugin::load(BUILD_FOLDER "/plugins/channel.webhook.so", folder.path, {});
  fuzz::must(loaded.ok(), "the plugin loads");
  auto instance = (*loaded)->open({{"secret", "0123456789abcdef0123456789abcdef"},
                                   {"deliver_to", "http://127.0.0.1:1/out"},
                                   {"channel.name", "shop"}});
  fuzz::must(instance.ok(), "the plugin opens");
  return {std::move(*loaded), std::move(*instance), "shop"};
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const plugin::Channel channel = open_channel();
  static const Time now = *from_rfc3339("2026-11-21T20:00:00Z");
  plugin::Webhook webhook{"POST", "/channels/shop", {{"content-type", "application/json"}}, "", now};
  webhook.body.assign(reinterpret_cast<const char*>(data), size);
  const std::string stamp =
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const std::string proof =
      crypto::to_hex(crypto::hmac_sha256("0123456789abcdef0123456789abcdef", stamp + ".in.shop." + webhook.body));
  webhook.headers.emplace_back("x-countersign-signature", "t=" + stamp + ",v1=" + proof);
  int status = 0;
  const auto in = channel.receive(webhook, &status);
  if (!in) {
    fuzz::must(status == 400 || status == 422, "a signed body is refused as unreadable or as wrong");
    return 0;
  }
  fuzz::must(plugin::valid_utf8(in->text + in->name + in->conversation), "only UTF-8 comes through");
  fuzz::must(!in->event.empty() && !in->conversation.empty() && !in->customer.empty(), "a message has its ids");
  return 0;
}
