#include "flow/policy/names.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "flow/policy/folder_files.hpp"
#include "flow/policy/reading.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string_view>;

constexpr auto kKeys = std::to_array<std::string_view>({"channel", "brand", "model"});

void collect(const yaml::Node& node, bool given, const std::string& file, std::vector<Mention>& all) {
  for (const auto& [key, value] : node.entries) {
    if (std::find(kKeys.begin(), kKeys.end(), key.text) != kKeys.end())
      for (const auto* word : as_list(&value)) {
        auto place = word->place;
        place.file = file;
        all.push_back({key.text, word->text, std::move(place), given});
      }
    collect(value, given || key.text == "given", file, all);
  }
  for (const auto& item : node.items) collect(item, given, file, all);
}

void collect_cases(const fs::path& folder, std::vector<Mention>& all) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return;
  try {
    for (const auto& file : files_below(folder, false).files) {
      std::ifstream in(file, std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      std::vector<yaml::Problem> told_by_test;
      const auto root = yaml::read(bytes, file.generic_string(), 'P', told_by_test);
      for (const auto key : kKeys)
        if (const auto* word = root ? root->find(key) : nullptr; word != nullptr && word->is_scalar())
          all.push_back({std::string(key), word->text, word->place});
    }
  } catch (const fs::filesystem_error&) {
    return;  // a folder that nobody may open is told where cases are read
  }
}

/// Kinds of channels that come with the gateway.
Words kinds() {
  auto all = words_of("channel");
  std::erase(all, "any_other");
  return all;
}

bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string listed(const Words& words) {
  std::string text;
  for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

std::string meant(std::string_view word, const Words& known) {
  const auto near = yaml::nearest(word, known);
  return near.empty() ? "" : " Did you mean " + near + "?";
}

/// In how many files each word of a key stands.
using Files = std::map<std::string, std::set<std::string>>;

Files files_of(const std::string& key, const std::vector<Mention>& mentions) {
  Files files;
  for (const auto& one : mentions)
    if (one.key == key) files[one.word].insert(one.place.file);
  return files;
}

Words known_by(const std::string& key, const Configured& configured) {
  const auto& own = key == "channel" ? configured.channels : key == "brand" ? configured.brands : configured.models;
  Words known = key == "channel" ? kinds() : Words();
  for (const auto& one : own)
    if (!has(known, one)) known.push_back(one);
  return known;
}

std::string by_configuration(const std::string& key, const std::string& word, const Configured& configured) {
  const auto known = known_by(key, configured);
  if (has(known, word)) return "";
  return "the configuration has no " + key + " \"" + word.substr(0, 60) + "\"" +
         (key == "channel" ? ", neither by name nor by kind" : "") + ", so this never matches." + meant(word, known) +
         (known.empty() ? " (it names none)" : " (one of: " + listed(known) + ")");
}

/// `elsewhere`: in how many other files the word stands.
std::string by_the_set(const std::string& key, const std::string& word, std::size_t elsewhere, const Files& files) {
  const auto known = key == "channel" ? kinds() : Words();
  if (has(known, word)) return "";
  const auto quoted = "\"" + word.substr(0, 60) + "\"";
  Words better = known;  // and those that are named more often, for whatever is written by hand has its slips
  for (const auto& [other, where] : files)
    if (other != word && where.size() > elsewhere + 1 && !has(better, other)) better.push_back(other);
  const auto like = meant(word, better);
  if (!like.empty())
    return quoted +
           (key == "channel" ? " is no kind of channel (" + listed(known) + ")."
                             : " is another " + key + " than the rest of this set names.") +
           like + " With --config FILE the names of that configuration count";
  if (key != "channel" || elsewhere > 0) return "";
  return quoted + " is no kind of channel (" + listed(known) +
         "), and no other file here names it. If a channel of yours has this name, --config FILE says so";
}

}  // namespace

std::vector<Mention> mentions_of(const Loaded& loaded, const fs::path& folder) {
  std::vector<Mention> all;
  std::vector<yaml::Problem> none;  // the set was loaded: there are none
  for (const auto& document : read_documents(loaded.files, none))
    if (document.kind == "policy" || document.kind == "journey" || document.kind == "roles")
      collect(document.root, false, (folder / document.root.place.file).lexically_normal().generic_string(), all);
  if (!folder.empty()) collect_cases(folder / "cases", all);
  return all;
}

std::string nobody_has(const std::string& key, const std::string& word, const std::vector<Mention>& mentions,
                       const Configured* configured) {
  if (configured != nullptr) return by_configuration(key, word, *configured);
  auto known = key == "channel" ? kinds() : Words();
  for (const auto& one : mentions)
    if (one.key == key && !has(known, one.word)) known.push_back(one.word);
  if (known.empty() || has(known, word)) return "";  // where no rule names one, none goes by it
  return "no policy here names the " + key + " \"" + word.substr(0, 60) + "\"" +
         (key == "channel" ? ", and it is no kind of channel." : ".") + meant(word, known) +
         " (one of: " + listed(known) + ")";
}

std::vector<yaml::Problem> names_nobody_has(const std::vector<Mention>& mentions, const Configured* configured) {
  std::vector<yaml::Problem> problems;
  std::set<std::string> told;
  std::map<std::string, Files> files;
  for (const auto key : kKeys) files[std::string(key)] = files_of(std::string(key), mentions);
  for (const auto& one : mentions) {
    if (one.given) continue;
    const auto& of_key = files[one.key];
    auto why = configured != nullptr ? by_configuration(one.key, one.word, *configured)
                                     : by_the_set(one.key, one.word, of_key.at(one.word).size() - 1, of_key);
    if (why.empty() || !told.insert(one.key + " " + one.word + " " + one.place.file).second) continue;
    problems.push_back({one.place, "P145", std::move(why), true});
  }
  return problems;
}

}  // namespace countersign::policy
