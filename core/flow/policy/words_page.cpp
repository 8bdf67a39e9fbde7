#include <algorithm>
#include <array>
#include <vector>

#include "flow/policy/codes.hpp"
#include "flow/policy/schema.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

std::string in_code(std::string_view word) { return "`" + std::string(word) + "`"; }

std::string shape_of(const Key& key) {
  constexpr std::array<std::string_view, 14> kShapes = {"text",
                                                        "a name",
                                                        "a word or a list",
                                                        "a whole number",
                                                        "a time with its unit",
                                                        "a date",
                                                        "days, months (of 30 days) or years (of 365)",
                                                        "an amount",
                                                        "hours",
                                                        "keys",
                                                        "a list of entries below",
                                                        "keys of your own",
                                                        "a language (two letters)",
                                                        "languages (two letters each)"};
  if (key.words.empty()) return std::string(kShapes.at(static_cast<std::size_t>(key.shape)));
  return std::string(key.shape == Shape::words ? "any of " : "one of ") + "*" + std::string(key.words) + "*";
}

void add_section(std::string_view section, std::string& page) {
  page += "\n**" + std::string(section) + "**\n\n| key | value | |\n| --- | --- | --- |\n";
  for (const Key* key : keys_of(section))
    page += "| " + in_code(key->name) + (key->required ? " *needed*" : "") + " | " + shape_of(*key) + " | " +
            std::string(key->help) + " |\n";
}

void add_list(std::string_view list, std::string& page) {
  page += "\n*" + std::string(list) + "*: ";
  bool first = true;
  for (const Word& word : words()) {
    if (word.list != list) continue;
    page += (first ? "" : ", ") + in_code(word.word);
    if (!word.help.empty()) page += " (" + std::string(word.help) + ")";
    first = false;
  }
  page += "\n";
}

template <class Table, class Member>
std::vector<std::string_view> distinct(const Table& table, Member member) {
  std::vector<std::string_view> all;
  for (const auto& row : table)
    if (std::find(all.begin(), all.end(), row.*member) == all.end()) all.push_back(row.*member);
  return all;
}

}  // namespace

std::string words_as_markdown() {
  std::string page = "### Keys\n";
  for (const auto section : distinct(keys(), &Key::section)) add_section(section, page);
  page += "\n### Words\n";
  for (const auto list : distinct(words(), &Word::list)) add_list(list, page);
  page += "\n### Numbers of problems\n\n| | | chapter |\n| --- | --- | --- |\n";
  for (const ProblemCode& code : problem_codes())
    page +=
        "| " + std::string(code.code) + " | " + std::string(code.meaning) + " | " + std::string(code.chapter) + " |\n";
  return page;
}

}  // namespace countersign::policy
