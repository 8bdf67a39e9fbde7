// `countersign demo`: the real gateway with embedded parts, its sample conversations, and a visitor's own messages.
#include <charconv>
#include <optional>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/demo/farewell.hpp"
#include "app/demo/installation.hpp"
#include "app/demo/messages_file.hpp"
#include "app/demo/scenes.hpp"
#include "app/demo/scripted_model.hpp"
#include "app/running.hpp"
#include "base/log.hpp"

namespace countersign::app {
namespace {

using demo::Trouble;

constexpr std::uint16_t kPort = 8080;

/// Everything that runs during a demo, in the order of its making. Parts are stopped in the reverse order.
struct Theatre {
  StopSignal stop;
  demo::ShiftedClock clock;
  demo::Installation installation;
  demo::Inbox inbox;
  demo::ScriptedModel model;
  std::unique_ptr<Running> running = nullptr;

  explicit Theatre(demo::Installation made) : installation(std::move(made)), inbox(installation.shop_secret()) {}
};

std::uint16_t port_of(const Command& command) {
  if (!command.has("--port")) return command.has("--exit") || command.has("--messages") ? 0 : kPort;
  const std::string text = command.text("--port");
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size())
    throw Trouble("--port: \"" + text + "\" is no port; give a number from 0 to 65535");
  return port;
}

void must(const Status& status) {
  if (!status) throw Trouble(status.error().message);
}

void start(Theatre& theatre, std::uint16_t port, const std::string& knowledge, CommandTable commands) {
  must(theatre.inbox.start());
  must(theatre.model.start());
  must(theatre.installation.configure(port, theatre.inbox.port(), theatre.model.port(), knowledge));
  auto loaded = load_config(theatre.installation.config());
  if (!loaded.config) throw Trouble(yaml::to_line(loaded.problems.front()));
  log::setup(loaded.config->log_format, loaded.config->log_level);
  auto running = Running::start(std::move(*loaded.config), theatre.clock, std::move(commands));
  const bool taken = !running && running.error().fault == Fault::unavailable && port != 0;
  if (!running) throw Trouble(running.error().message + (taken ? "; for the demo: --port N" : ""));
  theatre.running = std::move(*running);
}

/// One user for each permission, and a second lead: some texts need two people.
std::map<std::string, std::string> make_users(Services& services) {
  static constexpr std::pair<const char*, const char*> kUsers[] = {
      {"demo-reviewer", "team_lead"}, {"demo-second-reviewer", "team_lead"}, {"demo-agent", "agent"},
      {"demo-officer", "officer"},    {"demo-operator", "operator"},         {"demo-auditor", "auditor"},
      {"demo-admin", "admin"}};
  std::map<std::string, std::string> tokens;
  for (const auto& [user, role] : kUsers) {
    auto token = users::create_token(services.store, services.roles, user, role, services.clock.now());
    if (!token) throw Trouble(token.error().message);
    tokens.emplace(user, std::move(*token));
  }
  return tokens;
}

void introduce(const demo::Table& table, const demo::Scene& scene, std::ostream& out) {
  out << table.bold("Countersign demo") << ": a gateway on http://127.0.0.1:" << scene.port
      << ", policies of the starter set, audit log on.\n"
      << "Customers write to the channel \"shop\" by signed webhooks over HTTP. Answers come from help articles; "
         "where\n"
      << "those know nothing, a scripted model stands in for an LLM so that you can see drafts being held.\n\n";
}

int play_scenes(const Call& call, Theatre& theatre, const demo::Scene& scene) {
  demo::Table table(call.out);
  introduce(table, scene, call.out);
  demo::play_scenes({scene, theatre.inbox, theatre.clock, table});
  const bool fine = table.differing() == 0;
  call.out << "\n"
           << (fine ? "All " + std::to_string(table.rows()) + " steps went as expected."
                    : std::to_string(table.differing()) + " of " + std::to_string(table.rows()) +
                          " steps did NOT go as expected.")
           << "\n";
  if (!call.command.has("--exit")) {
    print_where_to_look(scene, theatre.installation, table, call.out);
    theatre.stop.wait();
  }
  return fine ? 0 : 1;
}

int perform(const Call& call, CommandTable commands) {
  std::vector<demo::Line> lines;
  if (call.command.has("--messages")) {
    auto read = demo::read_messages(call.command.text("--messages"));
    if (!read) return cannot(call.err, read.error().message);
    lines = std::move(*read);
  }
  const auto port = port_of(call.command);
  auto installation = demo::Installation::make(call.command.text("--data"));
  if (!installation) return cannot(call.err, installation.error().message);
  Theatre theatre(std::move(*installation));
  start(theatre, port, call.command.text("--knowledge"), std::move(commands));
  const demo::Scene scene{theatre.clock, theatre.installation.shop_secret(), theatre.running->port(),
                          make_users(theatre.running->services()), theatre.stop,
                          [&] { (void)theatre.running->services().gateway->accept_clock("system"); }};
  return lines.empty() ? play_scenes(call, theatre, scene) : demo::play_messages(scene, lines, call.out, call.err);
}

int run_demo(const Call& call, const std::function<CommandTable()>& all) {
  try {
    return perform(call, all());
  } catch (const Trouble& trouble) {
    return cannot(call.err, trouble.what());
  }
}

}  // namespace

CommandTable demo_commands(std::function<CommandTable()> all) {
  CommandSpec spec;
  spec.name = "demo";
  spec.help = "play sample conversations (or your own messages) through a real gateway with embedded parts";
  spec.example = "countersign demo --exit";
  spec.options = {{"--exit", "end after the conversations; exit code 0 if all went as expected"},
                  {"--port", "where the gateway answers (default 8080; any free port with --exit or --messages)", "N"},
                  {"--data", "keep everything in this folder (default: a private one, removed at the end)", "DIR",
                   false, false, true},
                  {"--messages", "play these JSON lines {\"conversation\", \"text\", \"locale\"?} instead, and end",
                   "FILE", false, false, true},
                  {"--knowledge", "answer from the articles (*.md) of this folder instead of the demo's", "DIR", false,
                   false, true}};
  spec.here = [all = std::move(all)](const Call& call) { return run_demo(call, all); };
  return {std::move(spec)};
}

}  // namespace countersign::app
