// One opened plugin in this process: fields in, an Answer out, nothing thrown. Made by LoadedPlugin::open; calls run on
// any thread at once. The code behind it is never unloaded, so an instance may outlive the Plugin it came from.
#pragma once

#include <memory>

#include "countersign/plugin.h"
#include "plugin/conduct.hpp"
#include "plugin/host.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

/// Which plugin is called, for those who watch the border.
struct Border {
  std::string id;
  const char* mark = nullptr;  ///< crash_mark(), or nullptr: crashes are not traced
  ConductTerms terms = {};
};

/// Its table for countersign.detect/1, or nullptr.
[[nodiscard]] const cs_detect* detect_of(const cs_plugin& descriptor);

class OpenedInstance final : public Instance {
 public:
  /// Takes over `handle`, closes it at the end. `opened`: what its `open` put.
  OpenedInstance(const cs_plugin& descriptor, std::shared_ptr<const Host> host, void* handle, const Fields& opened,
                 const Border& border)
      : descriptor_(descriptor),
        host_(std::move(host)),
        handle_(handle),
        detect_(detect_of(descriptor)),
        opened_(opened),
        mark_(border.mark),
        conduct_(border.id, border.terms) {}
  OpenedInstance(const OpenedInstance&) = delete;
  OpenedInstance& operator=(const OpenedInstance&) = delete;
  ~OpenedInstance() override;
  [[nodiscard]] Answer verify(const Fields& in) const override;
  [[nodiscard]] Answer read(const Fields& in) const override;
  [[nodiscard]] Answer write(const Fields& in) const override;
  [[nodiscard]] Answer look(const Fields& in) const override;
  [[nodiscard]] std::vector<std::string> kinds() const override;
  [[nodiscard]] std::vector<std::filesystem::path> reads() const override;
  [[nodiscard]] std::string complaint() const override;

 private:
  template <class Function>
  Answer measured(const char* name, const Fields& in, Function function) const;
  cs_plugin descriptor_;
  std::shared_ptr<const Host> host_;
  void* handle_;
  const cs_detect* detect_;
  Fields opened_;
  const char* mark_;
  mutable Conduct conduct_;
};

/// Opens `descriptor` with `settings`; the error names the plugin and carries its sentence.
[[nodiscard]] Result<std::unique_ptr<Instance>> open_instance(const cs_plugin& descriptor, const Border& border,
                                                              const Fields& settings);

}  // namespace countersign::plugin
