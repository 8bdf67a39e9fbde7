// What `countersign check` asks beyond the configuration: do the policies load, do the plugins open, can the store be
// used.
#include <unistd.h>

#include "app/chat_doors.hpp"
#include "app/commands/gateway_commands.hpp"

#include "base/crypto.hpp"

namespace countersign::app {
namespace {

void check_policies(const Config& config, std::vector<yaml::Problem>& problems) {
  if (config.policies.empty()) return;
  const auto loaded = policy::PolicySet::load(config.policies, SystemClock().now());
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (!loaded.ok() && loaded.problems.empty())
    problems.push_back(
        {{config.file.string(), 1, 1}, "C042", "policies: " + config.policies.string() + " holds no policies", false});
}

/// Also for a configuration with errors, so that one run says everything; connect() leaves broken blocks closed.
void check_plugins(const Config& config, std::vector<yaml::Problem>& problems) {
  if (config.file.empty()) return;  // it could not be read at all
  std::vector<plugin::Allowed> allow;
  for (const auto& one : config.plugins.allow) allow.push_back({one.id, one.sha256});
  const auto scratch = std::filesystem::temp_directory_path() / ("countersign-check-" + std::to_string(::getpid()));
  const auto registry = plugin::Registry::scan(config.plugins.folder, scratch, allow);
  for (const auto& problem : registry.problems())
    problems.push_back({{config.file.string(), 1, 1}, "C043", problem, true});
  // The real secrets belong to the key store, which a check leaves alone.
  const auto connectors =
      connect(config, registry, problems, [](const std::string& channel) { return crypto::sha256_hex(channel); });
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
}

void check_data(const Config& config, std::vector<yaml::Problem>& problems) {
  if (config.data.empty()) return;
  const auto parent = std::filesystem::exists(config.data) ? config.data : config.data.parent_path();
  if (::access(parent.c_str(), W_OK) != 0 && !(parent.empty() || !std::filesystem::exists(parent)))
    problems.push_back({{config.file.string(), 1, 1},
                        "C044",
                        "data: " + parent.string() + " cannot be written to by this user",
                        false});
}

}  // namespace

std::vector<std::function<void(const Config&, std::vector<yaml::Problem>&)>> check_parts() {
  return {check_plugins, check_policies, check_data};
}

}  // namespace countersign::app
