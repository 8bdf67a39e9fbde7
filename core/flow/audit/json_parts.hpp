// Members of an entry: what is empty is left out, what is long is cut. Used by entry_json.cpp and decision_json.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "flow/audit/entry_json.hpp"

namespace countersign::audit {

using json::Writer;

inline void put(Writer& to, std::string_view key, std::string_view text, const Cut& cut) {
  if (text.empty()) return;
  to.key(key);
  to.text(clipped(text, cut.text));
}

inline void put_true(Writer& to, std::string_view key, bool value) {
  if (!value) return;
  to.key(key);
  to.flag(true);
}

template <class Texts>
void put_list(Writer& to, std::string_view key, const Texts& texts, const Cut& cut) {
  if (texts.empty() || cut.items == 0) return;
  to.key(key);
  to.open_array();
  std::size_t count = 0;
  for (const auto& text : texts) {
    if (count++ == cut.items) break;
    to.text(clipped(text, cut.text));
  }
  to.close_array();
}

inline void put_member(Writer& to, std::string_view key, std::int64_t number) {
  to.key(key);
  to.number(number);
}
inline void put_member(Writer& to, std::string_view key, std::string_view text) {
  to.key(key);
  to.text(text);
}

/// The members of a sorted map. Of names that are the same once they are cut, the first stays.
template <class Member>
void put_members(Writer& to, std::string_view key, const std::map<std::string, Member>& members, const Cut& cut) {
  if (members.empty() || cut.items == 0) return;
  to.key(key);
  to.open_object();
  std::size_t count = 0;
  std::string_view last;
  for (const auto& [name, member] : members) {
    const auto shown = clipped(name, cut.text);
    if (count > 0 && shown == last) continue;
    if (count++ == cut.items) break;
    put_member(to, last = shown, member);
  }
  to.close_object();
}

}  // namespace countersign::audit
