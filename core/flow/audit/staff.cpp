#include "flow/audit/staff.hpp"

#include <set>

#include "base/crypto.hpp"

namespace countersign::audit {
namespace {

constexpr std::string_view prefix = "user:";
using Ids = std::map<std::string, std::string, std::less<>>;

bool is_user(std::string_view text) { return text.size() > prefix.size() && text.starts_with(prefix); }

void collect(const json::Value& value, std::set<std::string>& names) {
  if (const auto* text = value.string(); text != nullptr && is_user(*text)) names.insert(text->substr(prefix.size()));
  if (const auto* list = value.array(); list != nullptr)
    for (const auto& one : *list) collect(one, names);
  if (const auto* object = value.object(); object != nullptr)
    for (const auto& [key, one] : *object) collect(one, names);
}

void put(json::Value& value, const Ids& ids) {
  if (const auto* text = value.string(); text != nullptr && is_user(*text))
    value = std::string(prefix) + ids.at(text->substr(prefix.size()));
  if (auto* list = value.array(); list != nullptr)
    for (auto& one : *list) put(one, ids);
  if (auto* object = value.object(); object != nullptr)
    for (auto& [key, one] : *object) put(one, ids);
}

std::set<std::string> named_in(const Entry& entry) {
  std::set<std::string> names;
  collect(entry.actor, names);
  for (const auto& [key, one] : entry.more) collect(one, names);
  return names;
}

void put(Entry& entry, const Ids& ids) {
  if (is_user(entry.actor)) entry.actor = std::string(prefix) + ids.at(entry.actor.substr(prefix.size()));
  for (auto& [key, one] : entry.more) put(one, ids);
}

/// False when one of the names has no id yet.
bool find(store::Session& session, const std::set<std::string>& names, Ids& ids) {
  for (const auto& name : names)
    session.first("SELECT id FROM staff WHERE name=$1 OR id=$1", {name},
                  [&](const store::Row& row) { ids[name] = row.text(0); });
  return ids.size() == names.size();
}

void ensure(store::Session& session, const std::set<std::string>& names, Ids& ids) {
  if (find(session, names, ids)) return;
  for (const auto& name : names) {
    if (ids.contains(name)) continue;
    constexpr std::size_t bytes = 8;
    ids[name] = crypto::to_hex(crypto::random_bytes(bytes));
    session.run("INSERT INTO staff (name, id) VALUES ($1,$2)", {name, ids[name]});
  }
}

}  // namespace

void unname(store::Session& session, Entry& entry) {
  const auto names = named_in(entry);
  if (names.empty()) return;
  Ids ids;
  ensure(session, names, ids);
  put(entry, ids);
}

Status unname(store::Store& store, Entry& entry) {
  const auto names = named_in(entry);
  if (names.empty()) return {};
  Ids ids;
  bool known = false;
  if (const auto read = store.read([&](store::Session& session) { known = find(session, names, ids); }); !read)
    return read;
  if (!known) {
    const auto made = store.commit([&](store::Session& session) {
      ids.clear();
      ensure(session, names, ids);
    });
    if (!made) return made;
  }
  put(entry, ids);
  return {};
}

std::map<std::string, std::string> names_in(store::Session& session, std::string_view entries) {
  std::map<std::string, std::string> names;
  session.each("SELECT id, name FROM staff", {}, [&](const store::Row& row) {
    const auto id = std::string(prefix) + row.text(0);
    if (entries.find(id) != std::string_view::npos) names[id] = row.text(1);
  });
  return names;
}

}  // namespace countersign::audit
