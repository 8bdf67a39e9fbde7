#include "flow/policy/validate.hpp"

#include <algorithm>

#include "flow/policy/languages.hpp"
#include "flow/policy/meant.hpp"
#include "flow/policy/values.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

std::string quote(std::string_view word) { return "\"" + std::string(word.substr(0, 60)) + "\""; }

bool blank(const Node& node) { return !node.is_scalar() || node.text.find_first_not_of(" \n") == std::string::npos; }

/// Names of other documents: whether there is one of that name is asked once all are read, and says more than its form.
bool points_elsewhere(std::string_view key) {
  constexpr std::string_view kPointers[] = {"queue",     "role",  "show_notice", "say",
                                            "say_first", "above", "from_pack",   "falls_back_to"};
  return std::find(std::begin(kPointers), std::end(kPointers), key) != std::end(kPointers);
}

/// "Care Team!" -> "care-team"
std::string as_id(std::string_view text) {
  std::string id;
  for (const char c : text) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (is_id(std::string_view(&small, 1)) && small != '-')
      id += small;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return is_id(id) ? id : "";
}

/// True if the scalar has the form its shape asks for; otherwise the error is written.
bool check_form(const Node& node, const Key& key, const Report& report) {
  const auto fail = [&](int code, const std::string& mend, const std::string& meant = "") {
    report.error(node.place, code, quote(node.text) + mend + (meant.empty() ? "" : ". Did you mean " + meant + "?"));
    return false;
  };
  switch (key.shape) {
    case Shape::number:
      return to_number(node.text) || fail(106, " is not a whole number from 1 to 999999");
    case Shape::duration:
      return to_span(node.text) ||
             fail(107, " is not a time with its unit; write \"10 minutes\", \"4 hours\" or \"4 business hours\"",
                  span_meant(node.text));
    case Shape::period:
      return to_period(node.text) ||
             fail(107, " is not a time with its unit; write \"400 days\", \"13 months\" or \"6 years\"");
    case Shape::date:
      return to_day(node.text) ||
             fail(108, " is not a date; write year-month-day, such as 2027-01-31", date_meant(node.text));
    case Shape::amount:
      return to_money(node.text) ||
             fail(109, " is not an amount with its currency; write \"100 EUR\"", amount_meant(node.text));
    case Shape::hours:
      return to_hours(node.text) || fail(124, " are not opening hours; write \"08:00-18:00\"", hours_meant(node.text));
    case Shape::id: {
      if (is_id(node.text) || points_elsewhere(key.name)) return true;
      const auto id = as_id(node.text);
      return fail(110, " is not a name; use lower-case letters, digits, - and _ (at most 64)" +
                           (id.empty() ? "" : ", such as " + id));
    }
    case Shape::language:
    case Shape::languages:
      check_language(node, key.name == "language", report);
      return true;
    default:
      return true;
  }
}

void check_scalar(const Node& node, const Key& key, const MoreWords& more, const Report& report) {
  if (node.kind == Node::Kind::null && node.quoted)
    return report.error(node.place, 105,
                        quote(key.name) +
                            " needs a value here; what begins with # is a comment: put it between quotes if it is "
                            "meant");
  if (node.is_list() || node.is_map())
    return report.error(
        node.place, 105,
        quote(key.name) + " takes one word or text here, not " + (node.is_list() ? "a list" : "keys and values"));
  if (blank(node)) return report.error(node.place, 105, quote(key.name) + " needs a value here");
  if (node.text.size() > 4000)
    return report.error(node.place, 105, quote(key.name) + " is longer than 4000 bytes; shorten it");
  if (!key.words.empty()) return check_word(node, key.words, more, report);
  (void)check_form(node, key, report);
}

}  // namespace

std::string unknown(std::string_view word, std::string_view what, const std::vector<std::string_view>& known,
                    std::string meant) {
  std::string text = quote(word) + " is not " + std::string(what) + ".";
  if (meant.empty()) meant = word_meant(word, known);
  if (!meant.empty()) text += " Did you mean " + meant + "?";
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

namespace {

/// Bullets and dashes of word processors are letters to YAML.
std::string_view bullet_of(std::string_view text) {
  for (const std::string_view bullet : {"•", "·", "‣", "▪", "◦", "–", "—", "−", "*"})
    if (text.starts_with(bullet)) return bullet;
  return "";
}

/// "" unless a list begins with something that looks like its hyphen.
std::string not_with_that(const Node& node) {
  const auto text = node.is_map() && !node.entries.empty() ? std::string_view(node.entries.front().first.text)
                                                           : std::string_view(node.text);
  const auto bullet = bullet_of(text);
  if (!bullet.empty()) return " (a hyphen and a blank), not with \"" + std::string(bullet) + "\"";
  return text.size() > 1 && text[0] == '-' && text[1] != ' ' ? " (a blank behind the hyphen)" : "";
}

}  // namespace

void check_value(const Node& node, const Key& key, const MoreWords& more, const Report& report, const Around& around) {
  const std::string below = std::string(key.section) + "." + std::string(key.name);
  switch (key.shape) {
    case Shape::map:
      if (!node.is_map())
        return report.error(node.place, 105, quote(key.name) + " needs keys and values below it, or {}");
      return check_map(node, below, more, report, around);
    case Shape::free_map:
      if (!node.is_map() || node.entries.empty())
        report.error(node.place, 105,
                     quote(key.name) + " needs keys and values below it" +
                         (node.is_list() ? ", without hyphens before them" : ""));
      return;
    case Shape::maps:
      if (!node.is_list() || node.items.empty())
        return report.error(node.place, 105,
                            quote(key.name) + " needs a list; start each entry with \"- \"" + not_with_that(node));
      for (const Node& item : node.items) check_map(item, below, more, report, around);
      return;
    case Shape::words:
    case Shape::languages:
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

void check_language(const Node& node, bool beside, const Report& report) {
  if (!is_language(node.text)) report.error(node.place, 144, not_a_language(node.text, beside));
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
