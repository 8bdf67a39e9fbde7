// `countersign policy propose|approve|activate|tighten|confirm|roll-back|…`: policies by two people, each known by the
// token in COUNTERSIGN_TOKEN. What is in force may be looked at without one.
#include <fstream>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/terminal.hpp"
#include "base/crypto.hpp"
#include "flow/activation/words.hpp"
#include "flow/policy/values.hpp"

namespace countersign::app {
namespace {

using activation::Done;
using activation::Office;

Gateway* gateway_of(const Call& call, Services& services) {
  if (services.gateway == nullptr)
    cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  return services.gateway;
}

/// One message for every command that two_people is needed for.
Office* office_of(const Call& call, Services& services) {
  auto* gateway = gateway_of(call, services);
  if (gateway == nullptr) return nullptr;
  if (gateway->office() == nullptr) cannot(call.err, activation::needs_two_people().message);
  return gateway->office();
}

bool as_json(const Call& call) { return call.command.text("--format") == "json"; }

/// What is wrong with a set are findings; everything else keeps the command from doing it.
int ended(const Call& call, const Result<Done>& done) {
  if (!done && done.error().fault == Fault::invalid) {
    call.out << for_terminal(done.error().message) << "\nnothing was changed\n";
    return 1;
  }
  if (!done) return cannot(call.err, done.error().message);
  call.out << (as_json(call) ? json::dump(activation::as_json(*done)) + "\n" : activation::as_text(*done));
  return 0;
}

std::optional<activation::Lately> lately_of(const Call& call) {
  const auto days = policy::to_number(call.command.text("--days", "30"));
  const auto minutes = policy::to_number(call.command.text("--minutes", "2"));
  if (days && minutes && *days > 0 && *minutes > 0 && *days <= 3650) return activation::Lately{*days, *minutes};
  cannot(call.err, "--days and --minutes need a whole number from 1 on");
  return std::nullopt;
}

std::filesystem::path folder_of(const Call& call, Services& services) {
  return call.command.has("DIR") ? std::filesystem::path(call.command.text("DIR"))
                                 : services.gateway->policies().folder();
}

using Act = std::function<Result<Done>(Office&, const std::string& user, const Call&, Services&)>;

/// A command that acts as an officer.
CommandSpec act(const std::string& name, const std::string& help, const std::string& example,
                std::vector<OptionSpec> options, Act run) {
  CommandSpec spec;
  spec.name = "policy " + name;
  spec.help = help;
  spec.example =
      "COUNTERSIGN_TOKEN=… countersign policy " + name + (example.empty() ? "" : " " + example) + " --config FILE";
  spec.options = std::move(options);
  spec.options.push_back({"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}});
  spec.inside = [run = std::move(run)](const Call& call, Services& services) {
    auto* office = office_of(call, services);
    if (office == nullptr || !lately_of(call)) return 2;
    const auto who = caller(call, services, users::Action::policy);
    if (!who) return 2;
    if (const auto known = office->vouched({who->user, crypto::sha256_hex(call.token)}); !known)
      return cannot(call.err, known.error().message);
    return ended(call, run(*office, who->user, call, services));
  };
  return spec;
}

int status(const Call& call, Services& services) {
  auto* gateway = gateway_of(call, services);
  if (gateway == nullptr) return 2;
  const auto& set = *gateway->house().rules.get()->set;
  if (auto* office = gateway->office()) {
    const auto state = office->state();
    const auto folder = gateway->policies().differs();
    call.out << (as_json(call) ? json::dump(activation::as_json(state, folder)) + "\n"
                               : activation::as_text(state, folder));
    return state.trouble.empty() ? 0 : 1;
  }
  const auto differs = gateway->policies().differs();
  if (as_json(call))
    call.out << json::dump(json::Object{{"activation", "folder"},
                                        {"digest", set.digest()},
                                        {"rules", set.size()},
                                        {"folder", differs.empty() ? "in force" : differs}})
             << "\n";
  else
    call.out << "in force: " << set.digest() << "\n    "
             << (differs.empty() ? "the folder as it stands" : "the folder as it last was without errors")
             << " (activation: folder), " << set.size() << " rules\n"
             << (differs.empty() ? "" : "trouble: " + differs + "\n");
  return differs.empty() ? 0 : 1;
}

int history(const Call& call, Services& services) {
  auto* office = office_of(call, services);
  if (office == nullptr) return 2;
  const auto lines = office->history();
  if (!lines) return cannot(call.err, lines.error().message);
  call.out << (as_json(call) ? json::dump(activation::as_json(*lines)) + "\n" : activation::as_text(*lines));
  return 0;
}

/// Writes the files of a set where nothing is yet.
Status write_files(const policy::SourceFiles& files, const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder, error) && !std::filesystem::is_empty(folder, error))
    return Error{Fault::invalid, folder.string() + ": name a folder that is empty or not there yet"};
  for (const auto& file : files) {
    const auto path = folder / file.name;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream(path, std::ios::binary) << file.bytes;
    if (!std::filesystem::exists(path, error))
      return Error{Fault::unavailable, path.string() + " cannot be written by the server"};
  }
  return {};
}

int show(const Call& call, Services& services) {
  auto* office = office_of(call, services);
  const auto lately = lately_of(call);
  if (office == nullptr || !lately) return 2;
  const auto done = office->show(call.command.text("DIGEST"), *lately);
  if (!done || !call.command.has("--to")) return ended(call, done);
  const auto files = office->files(call.command.text("DIGEST"));
  if (!files) return cannot(call.err, files.error().message);
  if (const auto written = write_files(*files, call.command.text("--to")); !written)
    return cannot(call.err, written.error().message);
  return ended(call, done);
}

const OptionSpec kDir{"DIR", "the folder; without it the one of the configuration", "", false, false, true};
const OptionSpec kDigest{"DIGEST", "of the set, as `policy propose` printed it, or its first 8 characters or more; or the id of a proposal", "",
                         true};
const OptionSpec kDays{"--days", "how many days of the record the cost is reckoned from; 30 without it", "NUMBER"};
const OptionSpec kMinutes{"--minutes", "what one review takes; 2 without it", "NUMBER"};
const OptionSpec kFormat{"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}};

Result<Done> activate(Office& office, const std::string& user, const Call& call, Services&) {
  std::optional<Scope> scope;
  if (call.command.has("--canary")) {
    const auto read = activation::scope_from(call.command.text("--canary"));
    if (!read) return read.error();
    scope = *read;
  }
  return office.activate(user, call.command.text("DIGEST"), scope);
}

Result<Done> roll_back(Office& office, const std::string& user, const Call& call, Services&) {
  const auto number = activation::bundle_number(call.command.text("BUNDLE"));
  if (!number) return number.error();
  return office.roll_back(user, *number, *lately_of(call));
}

void add_looks(CommandTable& table) {
  table.push_back({"policy status",
                   "which policies are in force, by whose decision, and what is proposed",
                   "countersign policy status --config FILE",
                   {kFormat},
                   {},
                   status});
  table.push_back({"policy history",
                   "every bundle that was in force, the newest first",
                   "countersign policy history --config FILE",
                   {kFormat},
                   {},
                   history});
  table.push_back({"policy show",
                   "a proposal: what it changes, whether it is looser, what it costs",
                   "countersign policy show DIGEST --config FILE",
                   {kDigest,
                    kDays,
                    kMinutes,
                    {"--to", "also writes its files into this new folder", "DIR", false, false, true},
                    kFormat},
                   {},
                   show});
}

}  // namespace

CommandTable activation_commands() {
  CommandTable table;
  add_looks(table);
  table.push_back(act("propose", "proposes a folder: checked, tried, compared with what is in force", "policies/mine",
                      {kDir, kDays, kMinutes}, [](auto& office, const auto& user, const auto& call, auto& services) {
                        return office.propose(user, folder_of(call, services), *lately_of(call));
                      }));
  table.push_back(act("approve", "approves exactly this set, as another officer", "DIGEST", {kDigest},
                      [](auto& office, const auto& user, const auto& call, auto&) {
                        return office.approve(user, call.command.text("DIGEST"));
                      }));
  table.push_back(act("withdraw", "takes back your approval, or a proposal that is not in force", "DIGEST", {kDigest},
                      [](auto& office, const auto& user, const auto& call, auto&) {
                        return office.withdraw(user, call.command.text("DIGEST"));
                      }));
  table.push_back(act("activate", "puts an approved set in force, for all or for a part", "DIGEST",
                      {kDigest, {"--canary", "only for channel=NAME, brand=NAME or share=10%", "SCOPE"}}, activate));
  table.push_back(act("tighten", "puts a folder in force alone, if it only tightens; to be confirmed within a day",
                      "policies/mine", {kDir}, [](auto& office, const auto& user, const auto& call, auto& services) {
                        return office.tighten(user, folder_of(call, services));
                      }));
  table.push_back(act("confirm", "confirms what another officer tightened", "DIGEST", {kDigest},
                      [](auto& office, const auto& user, const auto& call, auto&) {
                        return office.confirm(user, call.command.text("DIGEST"));
                      }));
  table.push_back(act("roll-back", "goes back to the set of an earlier bundle", "3",
                      {{"BUNDLE", "its number in `policy history`", "", true}, kDays, kMinutes}, roll_back));
  table.push_back(act("promote", "puts the canary in force for all", "", {},
                      [](auto& office, const auto& user, const auto&, auto&) { return office.promote(user); }));
  table.push_back(act("end-canary", "ends the canary; all go by the set beside it", "", {},
                      [](auto& office, const auto& user, const auto&, auto&) { return office.end_canary(user); }));
  return table;
}

}  // namespace countersign::app
