#include "app/drill/choice.hpp"

#include <cstdlib>
#include <fstream>
#include <utility>

#include "flow/activation/beside.hpp"

namespace countersign::app::drill {
namespace {

namespace fs = std::filesystem;

std::string digest_of(const fs::path& folder, Time now) {
  const auto loaded = policy::PolicySet::load(folder, now);
  return loaded.ok() ? loaded.set->digest() : "";
}

}  // namespace

Choice::Choice(Choice&& other) noexcept
    : config_(std::move(other.config_)), which_(std::move(other.which_)), drawn_(std::exchange(other.drawn_, {})) {}

Choice::~Choice() {
  std::error_code error;
  if (!drawn_.empty()) fs::remove_all(drawn_, error);
}

Status Choice::write(const fs::path& folder, const policy::SourceFiles& files) {
  for (const auto& file : files) {
    std::error_code error;
    fs::create_directories((folder / file.name).parent_path(), error);
    std::ofstream out(folder / file.name, std::ios::binary);
    if (!(out << file.bytes).flush())
      return Error{Fault::unavailable, (folder / file.name).string() + " cannot be written"};
  }
  return {};
}

Result<Choice> Choice::make(const Config& config, const std::string& folder, Time now) {
  Choice choice(config);
  if (config.activation == Activation::folder) {
    if (!folder.empty()) choice.config_.policies = folder;
    const bool same = folder.empty() || digest_of(folder, now) == digest_of(config.policies, now);
    choice.which_ = "the folder " + choice.config_.policies.string() +
                    (same ? ", which is in force (activation: folder)" : ", which is not in force");
    return choice;
  }
  auto now_in_force = activation::read_in_force(config.data, now);
  if (!now_in_force && folder.empty())
    return Error{now_in_force.error().fault, now_in_force.error().message + "; name a folder to try: --policies DIR"};
  if (!folder.empty()) {
    choice.config_.policies = folder;
    const bool same = now_in_force && *now_in_force && digest_of(folder, now) == (*now_in_force)->bundle.set.digest;
    choice.which_ =
        "the folder " + folder + (same ? ", which is the same as what is in force" : ", which is not in force");
    return choice;
  }
  if (!*now_in_force) {
    choice.which_ = "the folder " + config.policies.string() + ", with which this installation will begin";
    return choice;
  }
  std::error_code error;
  std::string place = (fs::temp_directory_path(error) / "countersign-set-").string() + std::string(6, 'X');
  if (error || ::mkdtemp(place.data()) == nullptr)
    return Error{Fault::unavailable, "no temporary folder can be made: set TMPDIR to one that can be written"};
  choice.drawn_ = choice.config_.policies = place;
  if (const auto written = choice.write(place, (*now_in_force)->files); !written) return written.error();
  const auto& bundle = (*now_in_force)->bundle;
  choice.which_ = "the set in force by two people (bundle " + std::to_string(bundle.number) + ")" +
                  (bundle.canary ? "; not the canary that runs beside it" : "");
  return choice;
}

}  // namespace countersign::app::drill
