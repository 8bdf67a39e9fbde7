// `countersign keep`: how long what is kept, who says so, and the removal itself when somebody wants it now.
#include "app/commands/keep.hpp"

#include <algorithm>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "rights/retention.hpp"

namespace countersign::app {
namespace {

void print_kept(const Call& call, const std::vector<policy::Period>& periods) {
  for (const auto& one : periods) {
    const auto time = one.after ? policy::period_words(*one.after) : std::string("for good");
    call.out << "  " << one.what << std::string(std::max<std::size_t>(11, one.what.size() + 1) - one.what.size(), ' ')
             << time << (one.source.empty() ? "" : ", by " + one.source) << "\n";
    if (!one.warning.empty()) call.out << "      " << one.warning << "\n";
  }
}

void print_removed(const Call& call, const rights::Removed& removed) {
  for (const auto& [what, count] : removed.rows) call.out << "  removed    " << count << " of " << what << "\n";
  for (const auto& [what, count] : removed.held)
    call.out << "  held back  " << count << " of " << what << ", by a legal hold or a restriction\n";
  if (removed.keys > 0) call.out << "  and the keys of " << removed.keys << " customers of whom nothing is left\n";
  if (removed.rows.empty() && removed.keys == 0) call.out << "  nothing is due\n";
}

int keep(const Call& call, Services& services) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  const auto who = caller(call, services, users::Action::erase);
  if (!who) return 2;
  auto& retention = services.gateway->retention();
  call.out << "how long what is kept:\n";
  print_kept(call, retention.periods());
  if (!call.command.has("--run")) return 0;
  const auto removed = retention.run("user:" + who->user);
  if (!removed) return cannot(call.err, removed.error().message);
  call.out << "this run:\n";
  print_removed(call, *removed);
  return 0;
}

}  // namespace

CommandSpec keep_command() {
  return {"keep",
          "how long what is kept and who says so; with --run, remove now what is due",
          "COUNTERSIGN_TOKEN=… countersign keep --config FILE",
          {{"--run", "do now what the gateway does every hour, and say what went and what a hold stopped"}},
          {},
          keep};
}

}  // namespace countersign::app
