// The command line: a table of CommandSpec is what the program can do; parse() turns words into a Command of that
// table. The same table is used by the process and, for commands that came over the control socket, by the server. Any
// thread.
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "http/users.hpp"
#include "store/store.hpp"

namespace countersign::app {

struct Config;
class Gateway;  // the whole running gateway; known to the commands that need more than the store

/// An option ("--user"), or a positional argument ("NAME") when the name does not start with "-".
struct OptionSpec {
  std::string name;
  std::string help;
  std::string value = {};  ///< "NAME" for an option with a value; "" for a flag; ignored for arguments
  bool required = false;
  bool repeated = false;                ///< may be given several times
  bool path = false;  ///< made absolute, since the server runs in another folder; not for what is shown again as given
  std::vector<std::string> words = {};  ///< the only values allowed; empty: any
};

/// What was asked for.
struct Command {
  std::string name;                                                     ///< "token create"
  std::map<std::string, std::vector<std::string>, std::less<>> values;  ///< by option name; flags have one empty value

  [[nodiscard]] bool has(std::string_view option) const { return values.find(option) != values.end(); }
  /// The (last) value, or `fallback` when the option was not given.
  [[nodiscard]] std::string text(std::string_view option, std::string_view fallback = "") const;
  [[nodiscard]] std::vector<std::string> all(std::string_view option) const;
  /// Words that parse to this command again, in any folder.
  [[nodiscard]] std::vector<std::string> words() const;
};

/// One run of a command. Exit codes: 0 done and fine, 1 findings, 2 cannot (one line on `err`: why and what to do).
struct Call {
  const Command& command;
  std::string token;  ///< COUNTERSIGN_TOKEN, or ""; without it a command is nobody's approval
  std::ostream& out;
  std::ostream& err;
};

/// What a command that works on the installation may use: the server's own, or opened under the folder's lock.
struct Services {
  store::Store& store;
  const Clock& clock;
  const Config& config;
  users::RoleLookup roles;
  Gateway* gateway = nullptr;  ///< null when only the store is open
  /// Hears of each token that a command made, before it is used; null when only the store is open.
  std::function<Status(const std::string& token)> token_made = {};
};

/// A row of the table. Exactly one of the two functions is set: `here` always runs in the calling process, `inside`
/// runs in the server if one runs, else locally under the folder's lock (and gets --config FILE by itself).
struct CommandSpec {
  std::string name;  ///< "token create"
  std::string help;
  std::string example;  ///< "countersign token create --user ana --role reviewer"
  std::vector<OptionSpec> options;
  std::function<int(const Call&)> here = {};
  std::function<int(const Call&, Services&)> inside = {};
};

using CommandTable = std::vector<CommandSpec>;

struct Parsed {
  std::optional<Command> command;  ///< absent: print `text` and end with `exit`
  const CommandSpec* spec = nullptr;
  int exit = 0;
  std::string text;  ///< help or version (exit 0: standard output), or one line of error (exit 2)
};

/// `words` without the program's name. Handles --help on every level and --version.
[[nodiscard]] Parsed parse(const CommandTable& table, const std::vector<std::string>& words);

/// One line of error in the program's manner; returns 2, so that a command can end with it.
int cannot(std::ostream& err, std::string_view message);

}  // namespace countersign::app
