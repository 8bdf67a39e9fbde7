#include "flow/policy/validate.hpp"

#include <algorithm>

#include "flow/policy/values.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

std::string quote(std::string_view word) { return "\"" + std::string(word.substr(0, 60)) + "\""; }

bool blank(const Node& node) { return !node.is_scalar() || node.text.find_first_not_of(" \n") == std::string::npos; }

/// True if the scalar has the form its shape asks for; otherwise the error is written.
bool check_form(const Node& node, const Key& key, const Report& report) {
  const auto fail = [&](int code, const std::string& mend) {
    report.error(node.place, code, quote(node.text) + mend);
    return false;
  };
  switch (key.shape) {
    case Shape::number:
      return to_number(node.text) || fail(106, " is not a whole number from 1 to 999999");
    case Shape::duration:
      return to_span(node.text) ||
             fail(107, " is not a time with its unit; write \"10 minutes\", \"4 hours\" or \"4 business hours\"");
    case Shape::period:
      return to_period(node.text) ||
             fail(107, " is not a time with its unit; write \"400 days\", \"13 months\" or \"6 years\"");
    case Shape::date:
      return to_day(node.text) || fail(108, " is not a date; write year-month-day, such as 2027-01-31");
    case Shape::amount:
      return to_money(node.text) || fail(109, " is not an amount with its currency; write \"100 EUR\"");
    case Shape::hours:
      return to_hours(node.text) || fail(124, " are not opening hours; write \"08:00-18:00\"");
    case Shape::id:
      return is_id(node.text) || fail(110, " is not a name; use lower-case letters, digits, - and _ (at most 64)");
    default:
      return true;
  }
}

void check_scalar(const Node& node, const Key& key, const MoreWords& more, const Report& report) {
  if (blank(node)) return report.error(node.place, 105, quote(key.name) + " needs a value here");
  if (node.text.size() > 4000)
    return report.error(node.place, 105, quote(key.name) + " is longer than 4000 bytes; shorten it");
  if (!key.words.empty()) return check_word(node, key.words, more, report);
  (void)check_form(node, key, report);
}

void check_value(const Node& node, const Key& key, const MoreWords& more, const Report& report) {
  const std::string below = std::string(key.section) + "." + std::string(key.name);
  switch (key.shape) {
    case Shape::map:
      if (!node.is_map())
        return report.error(node.place, 105, quote(key.name) + " needs keys and values below it, or {}");
      return check_map(node, below, more, report);
    case Shape::free_map:
      if (!node.is_map() || node.entries.empty())
        report.error(node.place, 105, quote(key.name) + " needs keys and values below it");
      return;
    case Shape::maps:
      if (!node.is_list() || node.items.empty())
        return report.error(node.place, 105, quote(key.name) + " needs a list; start each entry with \"- \"");
      for (const Node& item : node.items) check_map(item, below, more, report);
      return;
    case Shape::words:
    case Shape::hours:
      if (node.is_list() && node.items.empty() && key.name != "members" && key.name != "holidays")
        return report.error(node.place, 105,
                            quote(key.name) + " is an empty list; name at least one or delete the key");
      if (node.is_list()) {
        for (const Node& item : node.items) check_scalar(item, key, more, report);
        return;
      }
      return check_scalar(node, key, more, report);
    default:
      return check_scalar(node, key, more, report);
  }
}

std::string last(std::string_view section) {
  const std::size_t dot = section.rfind('.');
  return std::string(dot == std::string_view::npos ? section : section.substr(dot + 1));
}

}  // namespace

std::string unknown(std::string_view word, std::string_view what, const std::vector<std::string_view>& known) {
  std::string text = quote(word) + " is not " + std::string(what) + ".";
  if (const std::string near = yaml::nearest(word, known); !near.empty()) text += " Did you mean " + near + "?";
  if (known.empty()) return text + " (there is none in this set)";
  text += " (one of: ";
  for (std::size_t i = 0; i < known.size(); ++i) text += (i == 0 ? "" : ", ") + std::string(known[i]);
  return text + ")";
}

void check_word(const Node& node, std::string_view list, const MoreWords& more, const Report& report) {
  std::vector<std::string_view> known = words_of(list);
  if (list == "data" || list == "finding") known.insert(known.end(), more.begin(), more.end());
  if (std::find(known.begin(), known.end(), node.text) != known.end()) return;
  const std::string_view what = list == "if_not" || list == "then"    ? "something we can do"
                                : list == "data" || list == "finding" ? "something we can see"
                                                                      : "a word we know here";
  report.error(node.place, 104, unknown(node.text, what, known));
}

void check_map(const Node& node, std::string_view section, const MoreWords& more, const Report& report) {
  if (!node.is_map())
    return report.error(node.place, 105, "an entry of \"" + last(section) + "\" needs keys and values");
  const std::vector<const Key*> known = keys_of(section);
  std::vector<std::string_view> names;
  for (const Key* key : known) names.push_back(key->name);
  for (const auto& [name, value] : node.entries) {
    const auto key = std::find_if(known.begin(), known.end(), [&text = name.text](const Key* k) { return k->name == text; });
    if (key == known.end()) {
      report.error(name.place, 103, unknown(name.text, "a key of \"" + last(section) + "\"", names));
    } else {
      check_value(value, **key, more, report);
    }
  }
  for (const Key* key : known)
    if (key->required && node.find(key->name) == nullptr)
      report.error(
          node.place, 102,
          "\"" + std::string(key->name) + "\" is missing in \"" + last(section) + "\": " + std::string(key->help));
}

std::vector<const Node*> as_list(const Node* node) {
  std::vector<const Node*> all;
  if (node == nullptr) return all;
  if (node->is_scalar()) all.push_back(node);
  for (const Node& item : node->items)
    if (item.is_scalar()) all.push_back(&item);
  return all;
}

}  // namespace countersign::policy
