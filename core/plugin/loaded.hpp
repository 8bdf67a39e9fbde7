// A plugin file in this process, with the descriptor it answered. Made by the loader; the kit looks at the descriptor.
// Immutable; any thread.
#pragma once

#include "countersign/plugin.h"
#include "plugin/cell.hpp"
#include "plugin/crash_trace.hpp"
#include "plugin/instance.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

class LoadedPlugin final : public Plugin {
 public:
  LoadedPlugin(const cs_plugin& descriptor, std::string id, std::string version, std::string digest,
               std::filesystem::path copy = {})
      : descriptor_(descriptor),
        id_(std::move(id)),
        version_(std::move(version)),
        digest_(std::move(digest)),
        copy_(std::move(copy)) {}
  [[nodiscard]] Kind kind() const override { return static_cast<Kind>(descriptor_.kind - 1); }
  [[nodiscard]] const std::string& id() const override { return id_; }
  [[nodiscard]] const std::string& version() const override { return version_; }
  [[nodiscard]] const std::string& digest() const override { return digest_; }
  /// First in a cell, unless this one is for the kit.
  [[nodiscard]] Result<std::unique_ptr<Instance>> open(const Fields& settings) const override {
    if (!copy_.empty()) {
      if (const auto tried = try_in_cell(copy_, &settings); !tried)
        return Error{tried.error().fault, "plugin `" + id_ + "` " + tried.error().message};
    }
    return open_instance(descriptor_, {id_, crash_mark(digest_, id_)}, settings);
  }
  [[nodiscard]] const cs_plugin& descriptor() const { return descriptor_; }

 private:
  cs_plugin descriptor_;
  std::string id_;
  std::string version_;
  std::string digest_;
  std::filesystem::path copy_;
};

/// As load(), without an allow-list, keeping the concrete type: for the kit.
[[nodiscard]] Result<std::shared_ptr<const LoadedPlugin>> load_for_check(const std::filesystem::path& file,
                                                                         const std::filesystem::path& private_folder);

}  // namespace countersign::plugin
