// One opened plugin in this process: fields in, an Answer out, nothing thrown. Made by LoadedPlugin::open; calls run on
// any thread at once. The code behind it is never unloaded, so an instance may outlive the Plugin it came from.
#pragma once

#include <memory>

#include "countersign/plugin.h"
#include "plugin/host.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

class OpenedInstance final : public Instance {
 public:
  /// Takes over `handle`, closes it at the end.
  OpenedInstance(const cs_plugin& descriptor, std::shared_ptr<const Host> host, void* handle,
                 std::vector<std::filesystem::path> reads)
      : descriptor_(descriptor), host_(std::move(host)), handle_(handle), reads_(std::move(reads)) {}
  OpenedInstance(const OpenedInstance&) = delete;
  OpenedInstance& operator=(const OpenedInstance&) = delete;
  ~OpenedInstance() override;
  [[nodiscard]] Answer verify(const Fields& in) const override;
  [[nodiscard]] Answer read(const Fields& in) const override;
  [[nodiscard]] Answer write(const Fields& in) const override;
  [[nodiscard]] std::vector<std::filesystem::path> reads() const override { return reads_; }

 private:
  cs_plugin descriptor_;
  std::shared_ptr<const Host> host_;
  void* handle_;
  std::vector<std::filesystem::path> reads_;
};

/// Opens `descriptor` with `settings`; the error names the plugin and carries its sentence.
[[nodiscard]] Result<std::unique_ptr<Instance>> open_instance(const cs_plugin& descriptor, const std::string& id,
                                                              const Fields& settings);

}  // namespace countersign::plugin
