#include "flow/policy/document_diff.hpp"

#include <algorithm>
#include <map>

#include "flow/policy/reading.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

std::string id_of(const Node& map) {
  for (const std::string_view key : {"id", "name", "key"})
    if (const Node* node = map.find(key); node != nullptr && node->is_scalar()) return node->text;
  return "";
}

/// "policy promises" -> its document. The journey is one, whatever its title. Of several with one name each counts.
std::map<std::string, Document> documents_of(const SourceFiles& files) {
  std::map<std::string, Document> all;
  std::vector<yaml::Problem> ignored;  // a set that loads has only warnings
  for (Document& document : read_documents(files, ignored)) {
    std::string name = id_of(document.root);
    if (name.empty() && document.kind != "journey") name = text_of(document.root, document.kind);
    const std::string first = document.kind + (name.empty() ? "" : " " + name);
    std::string key = first;
    for (int number = 2; all.contains(key); ++number) key = first + " (" + std::to_string(number) + ")";
    all.emplace(std::move(key), std::move(document));
  }
  return all;
}

/// All that a node says; two that say the same are the same.
std::string whole(const Node& node) {
  if (node.is_scalar()) return node.text;
  std::string text;
  if (node.is_list()) {
    for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + whole(item);
    return "[" + text + "]";
  }
  for (const auto& [key, value] : node.entries) text += (text.empty() ? "" : ", ") + key.text + ": " + whole(value);
  return "{" + text + "}";
}

/// The same, so that no two nodes that differ have the same: [a, b] is not ["a, b"].
std::string exact(const Node& node) {
  const auto sized = [](const std::string& text) { return std::to_string(text.size()) + ":" + text; };
  if (node.is_scalar()) return sized(node.text);
  std::string text;
  if (node.is_list()) {
    for (const Node& item : node.items) text += exact(item) + ",";
    return "[" + text + "]";
  }
  std::map<std::string, std::string> sorted;
  for (const auto& [key, value] : node.entries) sorted.emplace(key.text, exact(value));
  for (const auto& [key, value] : sorted) text += sized(key) + "=" + value + ",";
  return "{" + text + "}";
}

constexpr std::size_t kShort = 60;    // what is not longer is shown as it is
constexpr std::size_t kAround = 24;   // of what is the same, before and behind what is not
constexpr std::size_t kMost = 1'000;  // nobody reads more in a line; `policy show --to` gives the files

bool begins_character(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

std::string cut(std::string_view text, std::size_t from, std::size_t to) {
  while (!begins_character(text, from)) --from;
  while (!begins_character(text, to)) ++to;
  to = std::min(to, text.size());
  std::string part(text.substr(from, std::min(to - from, kMost)));
  while (to - from > kMost && !begins_character(text, from + part.size())) part.pop_back();
  if (part.size() < to - from) part += "... (" + std::to_string(to - from - part.size()) + " more bytes) ";
  return (from > 0 ? "..." : "") + part + (to < text.size() ? "..." : "");
}

std::string shown(const Node& node) {
  const auto text = whole(node);
  return cut(text, 0, text.size());
}

/// "before -> after"; of long texts what differs, with some of what stands around it.
std::string change(const std::string& before, const std::string& after) {
  if (before.size() <= kShort && after.size() <= kShort) return before + " -> " + after;
  const auto shorter = std::min(before.size(), after.size());
  std::size_t same = 0, tail = 0;
  while (same < shorter && before[same] == after[same]) ++same;
  while (tail < shorter - same && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  const auto from = same > kAround ? same - kAround : 0;
  const auto part = [&](const std::string& text) {
    return cut(text, from, std::min(text.size(), text.size() - tail + kAround));
  };
  return part(before) + " -> " + part(after);
}

class Comparer {
 public:
  explicit Comparer(std::vector<std::string>& lines) : lines_(lines) {}

  /// Order means something in documents about people (who is called first), and nothing in rules.
  void compare(const std::string& key, const Document& before, const Document& after) {
    ordered_ = before.kind != "policy" && before.kind != "journey";
    compare(key, before.root, after.root);
  }

 private:
  void compare(const std::string& where, const Node& before, const Node& after) {
    if (before.is_map() && after.is_map()) return maps(where, before, after);
    const bool lists = before.is_list() || after.is_list();
    if (lists && !before.is_map() && !after.is_map()) return items(where, before, after);
    if (exact(before) != exact(after)) say(where, change(whole(before), whole(after)));
  }

  void say(const std::string& where, const std::string& what) { lines_.push_back(where + ": " + what); }

  void maps(const std::string& where, const Node& before, const Node& after) {
    for (const auto& [key, value] : before.entries) {
      const Node* now = after.find(key.text);
      if (now == nullptr)
        say(where, key.text + " is gone (was " + shown(value) + ")");
      else
        compare(where + ": " + key.text, value, *now);
    }
    for (const auto& [key, value] : after.entries)
      if (before.find(key.text) == nullptr) say(where, key.text + " is new: " + shown(value));
  }

  /// A list of names is a set; entries with an id are found by it; others are the same or not.
  void items(const std::string& where, const Node& before, const Node& after) {
    std::vector<std::string> then, later;
    const auto old = each(before, then), now = each(after, later);
    const auto lines = lines_.size();
    for (const auto& [name, item] : old) {
      const auto same = now.find(name);
      if (same == now.end())
        say(where, shown(*item) + " is gone");
      else if (exact(*item) != exact(*same->second))
        compare(where + " " + id_of(*item), *item, *same->second);
    }
    for (const auto& [name, item] : now)
      if (!old.contains(name)) say(where, shown(*item) + " is new");
    if (ordered_ && lines == lines_.size() && then != later) say(where, "stands in another order");
  }

  /// Its entries by id, or by all that they say; `order`: as they stand.
  static std::map<std::string, const Node*> each(const Node& node, std::vector<std::string>& order) {
    std::map<std::string, const Node*> all;
    const auto add = [&](const Node& item) {
      const auto id = item.is_map() ? id_of(item) : "";
      std::string key = id.empty() ? exact(item) : "id " + id;
      while (!all.emplace(key, &item).second) key += " again";
      order.push_back(std::move(key));
    };
    if (node.is_scalar()) add(node);
    for (const Node& item : node.items) add(item);
    return all;
  }

  std::vector<std::string>& lines_;
  bool ordered_ = false;
};

/// True when `after` has a waiver that does not stand word by word in `before`, which may be no document.
bool waives_more(const Document* before, const Document& after) {
  const Node* now = after.root.find("except");
  if (now == nullptr) return false;
  const Node* was = before == nullptr ? nullptr : before->root.find("except");
  return std::any_of(now->items.begin(), now->items.end(), [&](const Node& waiver) {
    return was == nullptr || std::none_of(was->items.begin(), was->items.end(),
                                          [&](const Node& old) { return exact(old) == exact(waiver); });
  });
}

/// The words of each moment of the journey.
std::map<std::string, std::string> words_of(const std::map<std::string, Document>& documents) {
  std::map<std::string, std::string> all;
  for (const auto& [name, document] : documents) {
    const Node* moments = document.kind == "journey" ? document.root.find("moments") : nullptr;
    if (moments == nullptr) continue;
    for (const Node& moment : moments->items) {
      const Node* recognise = moment.find("recognise");
      const Node* words = recognise == nullptr ? nullptr : recognise->find("or_words");
      if (words != nullptr) all[id_of(moment)] += exact(*words);
    }
  }
  return all;
}

}  // namespace

DocumentDiff document_diff(const SourceFiles& before, const SourceFiles& after) {
  const auto old = documents_of(before), now = documents_of(after);
  DocumentDiff diff;
  diff.words = words_of(old) != words_of(now);
  for (const auto& [name, document] : now) {
    const auto same = old.find(name);
    if (waives_more(same == old.end() ? nullptr : &same->second, document)) diff.waives_more = true;
  }
  Comparer comparer(diff.lines);
  const auto note = [&](const std::string& kind, auto&& change) {
    const auto lines = diff.lines.size();
    change();
    if (diff.lines.size() > lines) diff.kinds.insert(kind);
  };
  for (const auto& [name, document] : old)
    note(document.kind, [&, &key = name, &was = document] {
      const auto same = now.find(key);
      if (same == now.end())
        diff.lines.push_back(key + " is gone");
      else
        comparer.compare(key, was, same->second);
    });
  for (const auto& [name, document] : now)
    note(document.kind, [&, &key = name] {
      if (!old.contains(key)) diff.lines.push_back(key + " is new");
    });
  return diff;
}

}  // namespace countersign::policy
