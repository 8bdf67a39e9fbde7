#include "flow/policy/reading.hpp"
#include "flow/policy/values.hpp"

namespace countersign::policy {

using yaml::Node;

void read_roles(const Node& root, Reading& reading) {
  const Node* list = root.find("list");
  if (list == nullptr) return;
  for (const Node& item : list->items) {
    if (!item.is_map() || !reading.define("role", item.find("name"))) continue;
    Role role;
    role.name = text_of(item, "name");
    role.permission = text_of(item, "permission");
    role.members = names_of(item, "members");
    role.languages = names_of(item, "languages");
    role.brand = names_of(item, "brand");
    role.above = text_of(item, "above");
    if (const Node* limit = item.find("limit"); limit != nullptr && limit->is_scalar())
      if (const auto money = to_money(limit->text)) role.limit = Role::Limit{money->cents, money->currency};
    reading.out.roles.push_back(std::move(role));
  }
}

}  // namespace countersign::policy
