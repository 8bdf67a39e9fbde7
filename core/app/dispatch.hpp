// Dispatch: from words to the command that runs, in this process or in the server. Called by main and by the control
// socket's handler.
#pragma once

#include <functional>
#include <memory>

#include "app/cli.hpp"
#include "app/config.hpp"

namespace countersign::app {

/// What a local run opened; closing it frees the folder's lock.
class Opened {
 public:
  virtual ~Opened() = default;
  [[nodiscard]] virtual Services& services() = 0;
};

/// Takes the folder's lock and opens what commands need. `conflict` when somebody else holds the folder.
using Open = std::function<Result<std::unique_ptr<Opened>>(const Config& config)>;

struct Program {
  CommandTable commands;
  Open open;
  Environment environment = process_environment;
};

/// The whole of main: parse, then run here, in the server, or under the lock. Never throws; returns the exit code.
[[nodiscard]] int run(const Program& program, const std::vector<std::string>& words, std::ostream& out,
                      std::ostream& err);

/// A command that came over the control socket; commands that belong into the caller's process are refused.
[[nodiscard]] int run_in_server(const CommandTable& commands, Services& services, const std::vector<std::string>& words,
                                const std::string& token, std::ostream& out, std::ostream& err);

/// All tables of the gateway's database: the store's own and those of users and tokens. What open_sqlite() is given.
[[nodiscard]] Status gateway_schema(store::Session& session);

/// The store alone, under the folder's lock: enough for users and tokens. Makes the data folder (0700) when it is
/// missing.
[[nodiscard]] Result<std::unique_ptr<Opened>> open_store(const Config& config, users::RoleLookup roles);

}  // namespace countersign::app
