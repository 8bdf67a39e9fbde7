// What a shared object exports, read from its bytes without running it (ELF-64, System V gABI). For the kit; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace countersign::plugin {

struct Symbol {
  std::string name;
  bool unique = false;  ///< STB_GNU_UNIQUE: one copy for the whole process
  bool defined = false;
};

/// The dynamic symbols that others can see: global, weak and unique ones of default visibility.
[[nodiscard]] Result<std::vector<Symbol>> dynamic_symbols(std::string_view file);

}  // namespace countersign::plugin
