// Registry: the plugins of one folder by id, and a sentence for each file that could not be used. Built at start and at
// reload by the wiring, immutable afterwards; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plugin/plugin.hpp"

namespace countersign::plugin {

class Registry {
 public:
  /// Loads every *.so of `folder`, in the order of their names. A broken file is a problem, never an exception. Two
  /// files with one id: neither is used, since nobody could say which one runs.
  [[nodiscard]] static Registry scan(const std::filesystem::path& folder, const std::filesystem::path& private_folder,
                                     const std::vector<Allowed>& allow, const Crashers& crashers = {});
  /// nullptr when no usable file has this id.
  [[nodiscard]] std::shared_ptr<const Plugin> find(std::string_view id) const;
  /// As find(), with a sentence for the person who wrote the configuration.
  [[nodiscard]] Result<std::shared_ptr<const Plugin>> need(std::string_view id) const;
  [[nodiscard]] std::vector<std::shared_ptr<const Plugin>> all() const;
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
  /// Why the plugin of this id is left out after crashes; "" when it is not.
  [[nodiscard]] std::string crashed(std::string_view id) const;

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::shared_ptr<const Plugin>, std::less<>> plugins_;
  std::map<std::string, std::string, std::less<>> left_out_;  ///< why, by file name without .so (the id, as a rule)
  std::map<std::string, std::string, std::less<>> crashed_;   ///< why, by id
  std::vector<std::string> problems_;
};

/// Where the bundled plugins are: `plugins` beside the running binary, else `../lib*/countersign/plugins` from it (an
/// installed tree). Returns the first even if neither exists, so that an error can name it.
[[nodiscard]] std::filesystem::path default_folder();

}  // namespace countersign::plugin
