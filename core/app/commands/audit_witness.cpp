// `countersign audit witness`: a small server that watches other installations' logs: it signs a checkpoint only when
// that continues the one it signed last (C2SP tlog-witness). Needs no configuration, no gateway and no database.
#include <charconv>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/stop_signal.hpp"
#include "base/log.hpp"
#include "http/server.hpp"
#include "publish/witness_book.hpp"
#include "store/lock.hpp"

namespace countersign::app {
namespace {

constexpr std::size_t kLargestRequest = 64 * 1024;

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

std::optional<Address> address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  Address found{text.substr(0, colon), 0};
  const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), found.port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return found;
}

http::Router router_of(publish::WitnessBook& book) {
  http::Router router;
  router.add(
      "POST /add-checkpoint",
      [&book](const http::Request& request, const http::Params&) {
        auto answer = book.add_checkpoint(request.body);
        return http::text(answer.status, std::move(answer.body), answer.type);
      },
      "C2SP tlog-witness");
  router.add(
      "GET /witness.vkey",
      [&book](const http::Request&, const http::Params&) { return http::text(200, book.key().text() + "\n"); },
      "the witness's public key");
  return router;
}

int witness(const Call& call) {
  const auto where = address(call.command.text("--listen", "127.0.0.1:8090"));
  if (!where) return cannot(call.err, "--listen must be an address and a port, such as 0.0.0.0:8090");
  std::vector<tlog::VerifierKey> logs;
  for (const auto& vkey : call.command.all("--log")) {
    auto key = tlog::VerifierKey::parse(vkey);
    if (!key) return cannot(call.err, "--log " + vkey + ": " + key.error().message);
    logs.push_back(std::move(*key));
  }
  const std::filesystem::path folder = call.command.text("--folder");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);  // its memory is nobody else's
  const auto lock = store::FolderLock::take(folder);
  if (!lock) return cannot(call.err, lock.error().message);
  log::setup(log::Format::text, log::Level::info);
  StopSignal stop;
  const SystemClock clock;
  const auto book = publish::WitnessBook::open(folder, call.command.text("--name"), logs, clock);
  if (!book) return cannot(call.err, book.error().message);
  const auto router = router_of(**book);
  http::Server server;
  http::Options options;
  options.address = where->host;
  options.port = where->port;
  options.limits.max_body = kLargestRequest;
  const auto listening = server.start(
      [&](const http::Request& request, http::Reply reply) { router.handle(request, std::move(reply)); }, options);
  if (!listening) return cannot(call.err, listening.error().message);
  call.out << (*book)->key().text() << std::endl;
  log::info("witnessing", {{"address", where->host}, {"port", std::int64_t{server.port()}}});
  stop.wait();
  server.stop();
  return 0;
}

}  // namespace

CommandSpec audit_witness_command() {
  return {
      "audit witness",
      "watch other installations' logs: sign their checkpoints as long as they only grow; prints its public key",
      "countersign audit witness --folder /var/lib/witness --name witness.example/w1 --log VKEY --listen 0.0.0.0:8090",
      {{"--folder", "its key and its memory; made if missing", "FOLDER", true, false, true},
       {"--name", "its name, for good", "NAME", true},
       {"--log", "the public key of a log to watch (any number)", "VKEY", true, true},
       {"--listen", "address and port (default 127.0.0.1:8090); put TLS in front", "ADDRESS:PORT"}},
      witness};
}

}  // namespace countersign::app
