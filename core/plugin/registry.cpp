#include "plugin/registry.hpp"

#include <algorithm>
#include <set>

#include "base/yaml.hpp"

namespace countersign::plugin {
namespace fs = std::filesystem;

Registry Registry::scan(const fs::path& folder, const fs::path& private_folder, const std::vector<Allowed>& allow,
                        const Crashers& crashers) {
  Registry registry;
  registry.folder_ = folder;
  std::error_code problem;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    if (at->path().extension() == ".so") files.push_back(at->path());
  }
  if (problem)
    registry.problems_.push_back("plugin folder `" + folder.string() + "` cannot be read (" + problem.message() +
                                 "): set `plugins.folder`");
  std::sort(files.begin(), files.end());
  std::set<std::string> doubled;
  for (const auto& file : files) {
    const auto crasher = crashers.empty() ? crashers.end() : crashers.find(digest_of(file));
    if (crasher != crashers.end()) {
      registry.problems_.push_back(crasher->second.why);
      registry.crashed_.emplace(crasher->second.id, crasher->second.why);
      continue;
    }
    auto loaded = load(file, private_folder, allow);
    if (!loaded) {
      registry.problems_.push_back(loaded.error().message);
      registry.left_out_.emplace(file.stem().string(), loaded.error().message);
      continue;
    }
    const std::string id = (*loaded)->id();
    if (!registry.plugins_.emplace(id, std::move(*loaded)).second) doubled.insert(id);
  }
  for (const auto& id : doubled) {
    registry.plugins_.erase(id);
    registry.problems_.push_back("two files in `" + folder.string() + "` call themselves `" + id + "`: remove one");
  }
  return registry;
}

std::string Registry::crashed(std::string_view id) const {
  const auto at = crashed_.find(id);
  return at == crashed_.end() ? std::string() : at->second;
}

std::shared_ptr<const Plugin> Registry::find(std::string_view id) const {
  const auto at = plugins_.find(id);
  return at == plugins_.end() ? nullptr : at->second;
}

Result<std::shared_ptr<const Plugin>> Registry::need(std::string_view id) const {
  if (auto found = find(id)) return found;
  if (const auto refused = left_out_.find(id); refused != left_out_.end())
    return Error{Fault::not_found, refused->second};
  std::vector<std::string_view> known;
  for (const auto& [name, plugin] : plugins_) known.push_back(name);
  const std::string near = yaml::nearest(id, known);
  std::string message = "plugin `" + std::string(id) + "` is not in `" + folder_.string() + "`";
  message += near.empty() ? ": put its .so there or correct the name" : ": did you mean `" + near + "`?";
  return Error{Fault::not_found, message};
}

std::vector<std::shared_ptr<const Plugin>> Registry::all() const {
  std::vector<std::shared_ptr<const Plugin>> all;
  for (const auto& [id, plugin] : plugins_) all.push_back(plugin);
  return all;
}

fs::path default_folder() {
  std::error_code problem;
  const fs::path here = fs::read_symlink("/proc/self/exe", problem).parent_path();
  const fs::path beside = here / "plugins";
  if (fs::is_directory(beside, problem)) return beside;
  for (fs::directory_iterator at(here.parent_path(), problem), end; !problem && at != end; at.increment(problem)) {
    if (!at->path().filename().string().starts_with("lib")) continue;
    for (const auto& lib : {at->path(), at->path() / "x86_64-linux-gnu", at->path() / "aarch64-linux-gnu"}) {
      if (const fs::path installed = lib / "countersign" / "plugins"; fs::is_directory(installed, problem))
        return installed;
    }
  }
  return beside;
}

}  // namespace countersign::plugin
