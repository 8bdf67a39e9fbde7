#include "http/permissions.hpp"

#include <array>
#include <initializer_list>
#include <utility>

namespace countersign::users {
namespace {

constexpr std::array<std::pair<Permission, std::string_view>, 6> kWords{{{Permission::reviewer, "reviewer"},
                                                                         {Permission::agent, "agent"},
                                                                         {Permission::officer, "officer"},
                                                                         {Permission::operator_, "operator"},
                                                                         {Permission::auditor, "auditor"},
                                                                         {Permission::admin, "admin"}}};

constexpr std::uint32_t set(std::initializer_list<Action> actions) {
  std::uint32_t bits = 0;
  for (const Action action : actions) bits |= 1U << static_cast<unsigned>(action);
  return bits;
}

/// The admin hands out identities, and therefore gives no signature: who could make a second user must not be able to
/// act as the first. So no approval, no policy, no erasure; running the house, seeing it and stopping the AI, yes.
constexpr std::uint32_t allowed(Permission permission) {
  using enum Action;
  switch (permission) {
    case Permission::reviewer:
      return set({see, approve, edit, reject, take_over, write, give_back, stop_ai});
    case Permission::agent:
      return set({see, take_over, write, give_back});
    case Permission::officer:
      return set({policy, stop_ai, record, rights, erase});
    case Permission::operator_:
      return set({stop_ai, configure, erase});
    case Permission::auditor:
      return set({see, record});
    case Permission::admin:
      return set({see, stop_ai, configure, users});
  }
  return 0;
}

}  // namespace

std::string_view to_word(Permission permission) {
  for (const auto& [value, word] : kWords)
    if (value == permission) return word;
  return "";
}

std::optional<Permission> permission_from(std::string_view word) {
  for (const auto& [value, name] : kWords)
    if (name == word) return value;
  return std::nullopt;
}

bool may(Permission permission, Action action) { return (allowed(permission) & set({action})) != 0; }

}  // namespace countersign::users
