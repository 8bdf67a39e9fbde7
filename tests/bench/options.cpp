#include "options.hpp"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>

namespace countersign::bench {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  std::cerr << "bench_load: " << why << "\n";
  std::exit(2);
}

double number(const std::string& name, const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || value < 0) refuse(name + ": \"" + text + "\" is no number");
  return value;
}

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) lines.push_back(line);
  if (lines.empty()) refuse(file + ": no lines can be read from it");
  return lines;
}

using Take = std::function<void(Options&, const std::string& name, const std::string& value)>;

template <class Number>
Take into(Number Options::*field) {
  return [field](Options& options, const std::string& name, const std::string& value) {
    options.*field = static_cast<Number>(number(name, value));
  };
}

Take word(std::string Options::*field) {
  return [field](Options& options, const std::string&, const std::string& value) { options.*field = value; };
}

const std::map<std::string, Take>& known() {
  static const std::map<std::string, Take> takers = {
      {"--port", into(&Options::port)},
      {"--path", word(&Options::path)},
      {"--channel", word(&Options::channel)},
      {"--secret", word(&Options::secret)},
      {"--texts", [](Options& o, const std::string&, const std::string& value) { o.texts = lines_of(value); }},
      {"--connections", into(&Options::connections)},
      {"--seconds", into(&Options::seconds)},
      {"--warmup", into(&Options::warmup)},
      {"--rate", into(&Options::rate)},
      {"--turns", into(&Options::turns)},
      {"--sink", into(&Options::sink)},
      {"--idle", into(&Options::idle)},
      {"--idle-path", word(&Options::idle_path)},
      {"--tokens", [](Options& o, const std::string&, const std::string& value) { o.tokens = lines_of(value); }},
      {"--pid", into(&Options::pid)},
      {"--drain", into(&Options::drain)},
      {"--run", word(&Options::run)},
  };
  return takers;
}

}  // namespace

Options read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string name = words[i];
    if (name == "--delivered" || name == "--idle-events") {
      (name == "--delivered" ? options.delivered : options.idle_events) = true;
      continue;
    }
    const auto found = known().find(name);
    if (found == known().end()) refuse("unknown option " + name + "; README.md beside the source has the list");
    if (++i == count) refuse(name + " needs a value");
    found->second(options, name, words[i]);
  }
  if (options.port == 0 && options.sink == 0) refuse("--port is needed (or --sink to receive only)");
  if (options.texts.empty()) options.texts = {"How do I return shoes?"};
  if (options.turns == 0 || options.connections == 0) refuse("--turns and --connections start at 1");
  if (options.delivered && options.sink == 0) refuse("--delivered needs --sink");
  return options;
}

}  // namespace countersign::bench
