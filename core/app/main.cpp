// The program: the table of commands, and the words it was started with.
#include <csignal>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/commands/gateway_commands.hpp"
#include "app/dispatch.hpp"
#include "app/open_local.hpp"
#include "base/log.hpp"

namespace {

using namespace countersign;

app::CommandTable commands() {
  app::CommandTable table = app::check_commands(app::check_parts(), {app::check_reach});
  for (auto&& family : {app::serve_commands(commands), app::demo_commands(commands), app::user_commands(),
                        app::review_commands(), app::desk_commands(), app::stop_commands(), app::clock_commands(),
                        app::reload_commands(), app::audit_commands(), app::rights_commands(), app::backup_commands(), app::report_commands(),
                        app::policy_commands(),
                        app::plugin_commands(), app::detect_commands()})
    table.insert(table.end(), family.begin(), family.end());
  return table;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  log::setup(log::Format::text, log::Level::warning);  // commands speak for themselves; serve sets its own
  app::Program program;
  program.commands = commands();
  program.open = app::open_local;
  return app::run(program, {argv + 1, argv + argc}, std::cout, std::cerr);
}
