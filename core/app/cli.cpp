#include "app/cli.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>

#include "app/version.hpp"
#include "base/yaml.hpp"

namespace countersign::app {
namespace {

constexpr std::string_view kAbout = "The gateway between a company's AI and its customers.";

bool is_argument(const OptionSpec& option) { return !option.name.starts_with("-"); }

std::vector<std::string> split(const std::string& name) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t space = std::min(name.find(' ', at), name.size());
    parts.push_back(name.substr(at, space - at));
    at = space + 1;
  }
  return parts;
}

/// The words that may follow `prefix` in the table, each once.
std::vector<std::string> children(const CommandTable& table, const std::string& prefix) {
  std::vector<std::string> found;
  for (const CommandSpec& spec : table) {
    if (!spec.name.starts_with(prefix)) continue;
    const std::string rest = spec.name.substr(prefix.size());
    const std::string word = rest.substr(0, rest.find(' '));
    if (std::find(found.begin(), found.end(), word) == found.end()) found.push_back(word);
  }
  return found;
}

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

/// An error for a word that names no command; "" when the words lead to a command or to an option on the way.
std::string unknown_command(const CommandTable& table, const std::vector<std::string>& words) {
  std::string prefix;
  for (const std::string& word : words) {
    const auto known = children(table, prefix);
    if (known.empty() || word.starts_with("-")) return "";
    if (std::find(known.begin(), known.end(), word) == known.end()) {
      const std::string near = yaml::nearest(word, {known.begin(), known.end()});
      return "\"" + prefix + word + "\" is no command." + (near.empty() ? "" : " Did you mean " + prefix + near + "?") +
             " (one of: " + list_of(known) + ")";
    }
    prefix += word + " ";
    if (std::any_of(table.begin(), table.end(), [&](const CommandSpec& s) { return s.name + " " == prefix; }))
      return "";
  }
  return words.empty() ? ""
                       : "\"" + prefix.substr(0, prefix.size() - 1) +
                             "\" needs one more word: " + list_of(children(table, prefix));
}

std::vector<OptionSpec> options_of(const CommandSpec& spec) {
  std::vector<OptionSpec> options = spec.options;
  if (spec.inside)
    options.push_back({"--config", "the configuration (or COUNTERSIGN_CONFIG)", "FILE", true, false, true});
  return options;
}

/// A word that is none of those allowed, with the nearest that is.
std::function<std::string(const std::string&)> one_of(std::vector<std::string> words) {
  return [words = std::move(words)](const std::string& given) -> std::string {
    if (std::find(words.begin(), words.end(), given) != words.end()) return "";
    const auto near = yaml::nearest(given, {words.begin(), words.end()});
    return "\"" + given + "\" is no word for it." + (near.empty() ? "" : " Did you mean " + near + "?") + " (one of: " +
           list_of(words) + ")";
  };
}

/// `several`: one flag may be followed by several values, as in --seen A B; not where an argument could follow them.
void add_option(CLI::App& app, const OptionSpec& spec, bool several) {
  if (!is_argument(spec) && spec.value.empty()) {
    app.add_flag(spec.name, spec.help);
    return;
  }
  CLI::Option* option = app.add_option(spec.name, spec.help);
  option->type_name(is_argument(spec) ? "" : spec.value)->required(spec.required);
  option->expected(1, spec.repeated ? CLI::detail::expected_max_vector_size : 1);
  if (spec.repeated && !is_argument(spec)) option->allow_extra_args(several);
  if (!spec.words.empty()) option->check(one_of(spec.words), "{" + list_of(spec.words) + "}");
  if (spec.name == "--config") option->envname("COUNTERSIGN_CONFIG");
}

/// The node of the command tree for a name, made with its groups when it is not there yet.
CLI::App& node(CLI::App& root, const CommandTable& table, const CommandSpec& spec) {
  CLI::App* app = &root;
  std::string prefix;
  for (const std::string& word : split(spec.name)) {
    prefix += word;
    const auto found = app->get_subcommands([&](const CLI::App* child) { return child->get_name() == word; });
    CLI::App* next = found.empty() ? nullptr : found.front();
    if (!next) {
      const bool leaf = prefix == spec.name;
      next = app->add_subcommand(word, leaf ? spec.help : list_of(children(table, prefix + " ")));
      if (!leaf) next->require_subcommand(1);
    }
    app = next;
    prefix += " ";
  }
  return *app;
}

Command read_back(const CLI::App& app, const CommandSpec& spec) {
  Command command{spec.name, {}};
  for (const OptionSpec& option : options_of(spec)) {
    const CLI::Option* found = app.get_option(option.name);
    if (found->count() == 0) continue;
    const bool flag = !is_argument(option) && option.value.empty();
    auto& values = command.values[option.name];
    values = flag ? std::vector<std::string>{""} : found->results();
    if (option.path)
      for (std::string& value : values)
        if (!value.empty()) value = std::filesystem::absolute(value).lexically_normal().string();
  }
  return command;
}

/// An option given with nothing, as a shell does with a variable that is not set: left out silently it would mean "as if
/// not given", which for a key or a time is something else.
std::string empty_value(const Command& command, const CommandSpec& spec) {
  for (const OptionSpec& option : options_of(spec)) {
    if (!is_argument(option) && option.value.empty()) continue;
    for (const std::string& value : command.all(option.name))
      if (value.empty()) return option.name + " was given an empty value (a variable that is not set?). See --help";
  }
  return "";
}

Parsed failed(std::string text) { return {std::nullopt, nullptr, 2, std::move(text)}; }

}  // namespace

std::string Command::text(std::string_view option, std::string_view fallback) const {
  const auto found = values.find(option);
  return found == values.end() || found->second.empty() ? std::string(fallback) : found->second.back();
}

std::vector<std::string> Command::all(std::string_view option) const {
  const auto found = values.find(option);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> Command::words() const {
  std::vector<std::string> words = split(name);
  std::vector<std::string> arguments;
  for (const auto& [option, given] : values) {
    for (const std::string& value : given) {
      if (!option.starts_with("-"))
        arguments.push_back(value);
      else
        words.push_back(value.empty() ? option : option + "=" + value);
    }
  }
  if (!arguments.empty()) words.emplace_back("--");
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

Parsed parse(const CommandTable& table, const std::vector<std::string>& words) {
  if (const std::string error = unknown_command(table, words); !error.empty()) return failed(error);
  CLI::App root{std::string(kAbout), "countersign"};
  root.set_version_flag("--version", "countersign " + std::string(kVersion));
  root.require_subcommand(1);
  std::map<const CommandSpec*, CLI::App*> leaves;
  for (const CommandSpec& spec : table) {
    CLI::App& app = node(root, table, spec);
    app.footer("Example:\n  " + spec.example);
    const auto options = options_of(spec);
    const bool several = std::none_of(options.begin(), options.end(), is_argument);
    for (const OptionSpec& option : options) add_option(app, option, several);
    leaves.emplace(&spec, &app);
  }
  try {
    root.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, nullptr, 0, root.help()};
  } catch (const CLI::CallForVersion& version) {
    return {std::nullopt, nullptr, 0, std::string(version.what()) + "\n"};
  } catch (const CLI::ParseError& error) {
    std::string text = error.what();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return failed(text + (text.ends_with(".") ? "" : ".") + " See --help");
  }
  for (const auto& [spec, app] : leaves) {
    if (!app->parsed()) continue;
    Command command = read_back(*app, *spec);
    if (std::string error = empty_value(command, *spec); !error.empty()) return failed(std::move(error));
    return {std::move(command), spec, 0, ""};
  }
  return failed("no command was given: see countersign --help");
}

int cannot(std::ostream& err, std::string_view message) {
  err << "countersign: " << message << "\n";
  return 2;
}

}  // namespace countersign::app
