// A plugin file in this process, with the descriptor it answered. Made by the loader; the kit looks at the descriptor.
// Immutable; any thread.
#pragma once

#include "countersign/plugin.h"
#include "plugin/instance.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

class LoadedPlugin final : public Plugin {
 public:
  LoadedPlugin(const cs_plugin& descriptor, std::string id, std::string version, std::string digest)
      : descriptor_(descriptor), id_(std::move(id)), version_(std::move(version)), digest_(std::move(digest)) {}
  [[nodiscard]] Kind kind() const override { return static_cast<Kind>(descriptor_.kind - 1); }
  [[nodiscard]] const std::string& id() const override { return id_; }
  [[nodiscard]] const std::string& version() const override { return version_; }
  [[nodiscard]] const std::string& digest() const override { return digest_; }
  [[nodiscard]] Result<std::unique_ptr<Instance>> open(const Fields& settings) const override {
    return open_instance(descriptor_, id_, settings);
  }
  [[nodiscard]] const cs_plugin& descriptor() const { return descriptor_; }

 private:
  cs_plugin descriptor_;
  std::string id_;
  std::string version_;
  std::string digest_;
};

/// As load(), without an allow-list, keeping the concrete type: for the kit.
[[nodiscard]] Result<std::shared_ptr<const LoadedPlugin>> load_for_check(const std::filesystem::path& file,
                                                                         const std::filesystem::path& private_folder);

}  // namespace countersign::plugin
