#include "settings.hpp"

#include <algorithm>

namespace table {
namespace {

using countersign::sdk::In;
using countersign::sdk::view;

constexpr std::size_t kMostKeys = 5;
constexpr std::size_t kLongestKey = 200;

[[noreturn]] void wrong(const std::string& setting, const std::string& what) {
  throw Problem(CS_INVALID, "setting `" + setting + "` " + what);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

int column(Settings& settings, const std::string& setting, std::string_view name) {
  if (name.empty()) wrong(setting, "names no column: write the name as the file's first line has it");
  const auto at = std::find(settings.columns.begin(), settings.columns.end(), name);
  if (at != settings.columns.end()) return static_cast<int>(at - settings.columns.begin());
  settings.columns.emplace_back(name);
  return static_cast<int>(settings.columns.size()) - 1;
}

std::vector<Piece> sentence(Settings& settings, const std::string& setting, std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    Piece piece{std::string(text.substr(0, open)), -1};
    if (piece.words.find('}') != std::string::npos) wrong(setting, "has a `}` without its `{`: correct it");
    if (open != std::string_view::npos) {
      const std::size_t close = text.find('}', open);
      if (close == std::string_view::npos) wrong(setting, "has a `{` without its `}`: close it");
      piece.column = column(settings, setting, trimmed(text.substr(open + 1, close - open - 1)));
      text.remove_prefix(close + 1);
    } else {
      text = {};
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

/// The two or three letters of ISO 639, perhaps more behind a hyphen: "english" would speak to nobody.
bool is_language(std::string_view text) {
  const auto first = std::min(text.find('-'), text.size());
  return first >= 2 && first <= 3 && text.size() <= 10 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
         });
}

void read_languages(const In& in, Settings& settings) {
  for (const cs_field& field : in) {
    const std::string key(view(field.key));
    const bool say = key.starts_with("say.");
    if (!say && !key.starts_with("answers.")) continue;
    const std::string language = key.substr(key.find('.') + 1);
    if (!is_language(language)) wrong(key, "does not end with a language such as en or de: correct it");
    if (view(field.value).empty()) wrong(key, "is empty: write it or leave it out");
    if (say)
      settings.say[language] = sentence(settings, key, view(field.value));
    else
      settings.answers[language] = view(field.value);
  }
  if (settings.say.empty()) throw Problem(CS_INVALID, "`say` is missing: add a sentence, such as say: {en: \"…\"}");
  if (settings.answers.empty())
    throw Problem(
        CS_INVALID,
        "`answers` is missing: add the questions a row answers, such as answers: {en: \"Where is my order?\"}");
}

void read_show(std::string_view list, Settings& settings) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    settings.show.push_back(column(settings, "show", trimmed(list.substr(0, end))));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

std::unique_ptr<re2::RE2> pattern(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  auto find = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!find->ok()) wrong("find", "is no RE2 pattern (" + find->error() + "): correct it");
  if (find->NumberOfCapturingGroups() != 1)
    wrong("find", "must have one group, round what names the row, such as (?i)order\\D{0,10}(\\d{4,10})");
  return find;
}

char separator(std::string_view word) {
  if (word == "comma") return ',';
  if (word == "semicolon") return ';';
  if (word == "tab") return '\t';
  wrong("separator", "is none of comma, semicolon, tab: correct it");
}

void refuse_unknown(const In& in) {
  constexpr std::string_view known[] = {"file", "table",      "separator",       "find",
                                        "show", "key_column", "customer_column", "as_of_column"};
  for (const cs_field& field : in) {
    const std::string key(view(field.key));
    if (key.starts_with("say.") || key.starts_with("answers.")) continue;
    if (std::find(std::begin(known), std::end(known), key) == std::end(known))
      wrong(key, "is unknown: remove it or correct its spelling");
  }
}

}  // namespace

Settings read_settings(const In& in) {
  refuse_unknown(in);
  Settings settings;
  settings.file = in.need("file");
  settings.table = in.get("table");
  settings.separator = separator(in.get("separator", "comma"));
  settings.columns.emplace_back(in.need("key_column"));
  settings.columns.emplace_back(in.need("customer_column"));
  if (settings.columns[kKey] == settings.columns[kCustomer])
    wrong("customer_column", "is the same as `key_column`: name the column that says whose row it is");
  if (const auto name = in.find("as_of_column")) settings.as_of = column(settings, "as_of_column", *name);
  settings.find = pattern(in.need("find"));
  read_languages(in, settings);
  read_show(in.get("show"), settings);
  return settings;
}

std::vector<std::string> keys_in(const Settings& settings, std::string_view text) {
  std::vector<std::string> keys;
  re2::StringPiece rest(text.data(), text.size());
  std::string key;
  while (keys.size() < kMostKeys && re2::RE2::FindAndConsume(&rest, *settings.find, &key)) {
    if (key.empty()) {  // a pattern may match nothing: go on behind the next byte
      if (rest.empty()) break;
      rest.remove_prefix(1);
      continue;
    }
    if (key.size() <= kLongestKey && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

}  // namespace table
