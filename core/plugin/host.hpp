// What the gateway does for a plugin (cs_host): a line in the log, an HMAC, reading JSON. One Host per loaded plugin;
// its members may be called on any thread and never throw.
#pragma once

#include <memory>
#include <string>

#include "countersign/plugin.h"

namespace countersign::plugin {

class Host {
 public:
  explicit Host(std::string plugin_id);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  [[nodiscard]] const cs_host* table() const { return &table_; }

 private:
  std::string id_;
  cs_host table_;
};

}  // namespace countersign::plugin
