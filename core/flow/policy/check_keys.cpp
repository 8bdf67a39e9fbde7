// The keys of a map: those that nobody knows, with what is meant; those that are missing; and those that slipped into
// the wrong map, since their line begins too far left or right. Each mistake is told once.
#include <algorithm>

#include "flow/policy/meant.hpp"
#include "flow/policy/validate.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

std::string quote(std::string_view word) { return "\"" + std::string(word.substr(0, 60)) + "\""; }

std::string last(std::string_view section) {
  const std::size_t dot = section.rfind('.');
  return std::string(dot == std::string_view::npos ? section : section.substr(dot + 1));
}

const Key* key_of(std::string_view section, std::string_view name) {
  for (const Key* key : keys_of(section))
    if (key->name == name) return key;
  return nullptr;
}

/// The section of the keys below a key; "" where none of ours stand there.
std::string below(const Key* key) {
  if (key == nullptr || (key->shape != Shape::map && key->shape != Shape::maps)) return "";
  return std::string(key->section) + "." + std::string(key->name);
}

bool must_stand(const Key& key) {  // a policy without `must` may be one of deadlines only; read_policy() asks
  return key.required || (key.section == "policy" && (key.name == "must" || key.name == "if_not"));
}

/// The key that one of no meaning stands for: one that is not there and reads alike, or the only one that is missing.
std::string key_meant(const Node& map, std::string_view section, std::string_view written) {
  const auto known = keys_of(section);
  std::vector<std::string_view> free, missing;
  for (const Key* key : known) {
    if (map.find(key->name) != nullptr) continue;
    free.push_back(key->name);
    if (must_stand(*key)) missing.push_back(key->name);
  }
  if (auto meant = word_meant(written.substr(0, written.find('.')), free); !meant.empty()) return meant;
  const auto strange = std::count_if(map.entries.begin(), map.entries.end(),
                                     [&](const auto& entry) { return key_of(section, entry.first.text) == nullptr; });
  return strange == 1 && missing.size() == 1 ? std::string(missing.front()) : "";
}

/// The key of this map below which a key that nobody knows here belongs: its map lacks it, or is empty.
const Key* owner_below(const Node& map, std::string_view section, std::string_view name) {
  for (const auto& [key, value] : map.entries) {
    const Key* known = key_of(section, key.text);
    if (known == nullptr || known->shape != Shape::map || key_of(below(known), name) == nullptr) continue;
    if (value.kind == Node::Kind::null || (value.is_map() && value.find(name) == nullptr)) return known;
  }
  return nullptr;
}

/// A key of this map that stands in a map below it, where nobody knows it.
bool slipped_below(const Node& map, std::string_view section, std::string_view name) {
  const auto in = [&](const Node& inner, const std::string& inside) {
    return inner.is_map() && inner.find(name) != nullptr && key_of(inside, name) == nullptr;
  };
  return std::any_of(map.entries.begin(), map.entries.end(), [&](const auto& entry) {
    const auto inside = below(key_of(section, entry.first.text));
    if (inside.empty()) return false;
    const auto& items = entry.second.items;
    return in(entry.second, inside) ||
           std::any_of(items.begin(), items.end(), [&](const Node& item) { return in(item, inside); });
  });
}

class Keys {
 public:
  Keys(const Node& node, std::string_view section, const MoreWords& more, const Report& report, const Around& around)
      : node_(node), section_(section), more_(more), report_(report), around_(around) {}

  void check() {
    for (const auto& entry : node_.entries) check_entry(entry.first, entry.second);
    for (const Key* key : keys_of(section_))
      if (key->required && node_.find(key->name) == nullptr && !stands_elsewhere(key->name))
        report_.error(node_.place, 102,
                      quote(key->name) + " is missing in " + quote(last(section_)) + ": " + std::string(key->help));
  }

 private:
  void check_entry(const Node& name, const Node& value) {
    if (const Key* key = key_of(section_, name.text)) {
      const bool a_list = key->shape == Shape::words || key->shape == Shape::languages;
      listed_ = a_list && value.is_scalar() ? key : nullptr;
      first_ = value.text;
      const bool its_keys_are_beside_it = value.kind == Node::Kind::null && has_stray(*key);
      if (!its_keys_are_beside_it) check_value(value, *key, more_, report_, {&node_, section_});
      return;
    }
    if (listed_ != nullptr && value.kind == Node::Kind::null) return more_of_a_list(name);
    if (const Key* owner = owner_below(node_, section_, name.text)) return belongs_below(name, *owner);
    if (around_.map != nullptr && key_of(around_.section, name.text) != nullptr &&
        around_.map->find(name.text) == nullptr)
      return report_.error(name.place, 103,
                           quote(name.text) + " is a key of " + quote(last(around_.section)) + ", not of " +
                               quote(last(section_)) + "; begin its line further left, where the keys of " +
                               quote(last(around_.section)) + " begin");
    std::vector<std::string_view> names;
    for (const Key* key : keys_of(section_)) names.push_back(key->name);
    report_.error(
        name.place, 103,
        unknown(name.text, "a key of " + quote(last(section_)), names, key_meant(node_, section_, name.text)));
  }

  [[nodiscard]] bool has_stray(const Key& key) const {
    return std::any_of(node_.entries.begin(), node_.entries.end(), [&](const auto& entry) {
      return key_of(section_, entry.first.text) == nullptr && owner_below(node_, section_, entry.first.text) == &key;
    });
  }

  /// All that belong to the same key are told as one.
  void belongs_below(const Node& name, const Key& owner) {
    std::string names;
    const Node* first = nullptr;
    for (const auto& [key, value] : node_.entries) {
      if (key_of(section_, key.text) != nullptr || owner_below(node_, section_, key.text) != &owner) continue;
      if (first == nullptr) first = &key;
      names += (names.empty() ? "" : " and ") + quote(key.text);
    }
    if (first != &name) return;
    report_.error(name.place, 103,
                  names + (names.find(" and ") == std::string::npos ? " belongs" : " belong") + " below " +
                      quote(owner.name) + "; begin such a line further right than " + quote(owner.name));
  }

  /// {written_by: ai, person}: a list without its brackets.
  void more_of_a_list(const Node& name) {
    if (told_list_ == listed_) return;
    told_list_ = listed_;
    report_.error(name.place, 103,
                  quote(name.text) + " stands alone; a list has brackets: " + std::string(listed_->name) + ": [" +
                      first_ + ", " + name.text.substr(0, 60) + "]");
  }

  [[nodiscard]] bool stands_elsewhere(std::string_view key) const {
    const bool beside =
        around_.map != nullptr && around_.map->find(key) != nullptr && key_of(around_.section, key) == nullptr;
    return beside || stands_under_another_name(node_, section_, key);
  }

  const Node& node_;
  const std::string_view section_;
  const MoreWords& more_;
  const Report& report_;
  const Around around_;
  const Key* listed_ = nullptr;     ///< the last key, if it takes a list and has one word
  const Key* told_list_ = nullptr;  ///< of which that was told
  std::string first_;               ///< its word
};

}  // namespace

bool stands_under_another_name(const Node& map, std::string_view section, std::string_view key) {
  return slipped_below(map, section, key) ||
         std::any_of(map.entries.begin(), map.entries.end(), [&](const auto& entry) {
           return key_of(section, entry.first.text) == nullptr && key_meant(map, section, entry.first.text) == key;
         });
}

void check_map(const Node& node, std::string_view section, const MoreWords& more, const Report& report,
               const Around& around) {
  if (!node.is_map())
    return report.error(node.place, 105, "an entry of \"" + last(section) + "\" needs keys and values");
  Keys(node, section, more, report, around).check();
}

}  // namespace countersign::policy
