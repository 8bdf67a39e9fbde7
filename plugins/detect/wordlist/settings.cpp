#include "settings.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "countersign/utf8.hpp"
#include "folded.hpp"

namespace wordlist {
namespace {

using countersign::sdk::In;

constexpr std::size_t kLargestFile = std::size_t{1} << 20;
constexpr std::size_t kLongestPhrase = 200;

[[noreturn]] void wrong(const std::string& setting, const std::string& what) {
  throw Problem(CS_INVALID, "setting `" + setting + "` " + what);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool choose(const In& in, const std::string& setting, std::string_view usual, std::string_view other) {
  const auto word = in.get(setting, usual);
  if (word != usual && word != other)
    wrong(setting, "is neither " + std::string(usual) + " nor " + std::string(other) + ": correct it");
  return word == other;
}

int score(std::string_view digits) {
  int value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc() || end != digits.data() + digits.size() || value < 1 || value > 1000)
    wrong("score", "is no whole number from 1 to 1000: correct it");
  return value;
}

std::vector<std::string> languages(std::string_view list) {
  std::vector<std::string> all;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    const auto one = trimmed(list.substr(0, end));
    if (one.size() < 2 || one.size() > 3 ||
        one.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos)
      wrong("languages", "names something else than languages such as en, de: correct it");
    all.emplace_back(one);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return all;
}

std::string slurp(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) wrong("file", "cannot be read: check the path and its permissions");
  if (bytes.size() > kLargestFile) wrong("file", "is larger than 1 MiB: split the list");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  return bytes;
}

}  // namespace

Settings read_settings(const In& in) {
  in.only({"file", "kind", "languages", "match", "accents", "score"});
  Settings settings;
  settings.file = in.need("file");
  settings.kind = in.need("kind");
  settings.languages = languages(in.get("languages"));
  settings.whole_words = !choose(in, "match", "whole_words", "anywhere");
  settings.keep_accents = choose(in, "accents", "ignore", "keep");
  settings.score = score(in.get("score", "1000"));
  return settings;
}

std::vector<std::string> read_phrases(const Settings& settings) {
  const std::string bytes = slurp(settings.file);
  std::vector<std::string> phrases;
  std::string_view rest = bytes;
  for (int line = 1; !rest.empty(); ++line) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto text = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (text.empty() || text.front() == '#') continue;
    const auto where = "names a file whose line " + std::to_string(line);
    if (!countersign::sdk::valid_utf8(text)) wrong("file", where + " is not UTF-8: save it as UTF-8");
    if (text.size() > kLongestPhrase) wrong("file", where + " is longer than 200 bytes: shorten it");
    auto folded = fold(text, settings.keep_accents).text;
    if (folded.find_first_not_of(' ') == std::string::npos) wrong("file", where + " shows nothing: delete it");
    phrases.push_back(std::move(folded));
  }
  if (phrases.empty()) wrong("file", "names a file without phrases: write one on each line");
  return phrases;
}

}  // namespace wordlist
