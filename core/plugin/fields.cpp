#include <algorithm>

#include "plugin/plugin.hpp"

namespace countersign::plugin {

const std::string* find(const Fields& fields, std::string_view key) {
  const auto at = std::find_if(fields.begin(), fields.end(), [key](const auto& field) { return field.first == key; });
  return at == fields.end() ? nullptr : &at->second;
}

}  // namespace countersign::plugin
