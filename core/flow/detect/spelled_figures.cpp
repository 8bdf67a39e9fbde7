#include "flow/detect/spelled_figures.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include "flow/detect/surroundings.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::detect {
namespace {

using Spelled = std::pair<std::string_view, char>;
// Figures in eight languages. "un", "um", "sei" are words of their own: they count only among others.
constexpr Spelled figures[] = {
    {"zero", '0'},    {"oh", '0'},     {"one", '1'},     {"two", '2'},    {"three", '3'},  {"four", '4'},
    {"five", '5'},    {"six", '6'},    {"seven", '7'},   {"eight", '8'},  {"nine", '9'},   {"null", '0'},
    {"eins", '1'},    {"zwei", '2'},   {"zwo", '2'},     {"drei", '3'},   {"vier", '4'},   {"fünf", '5'},
    {"fuenf", '5'},   {"sechs", '6'},  {"sieben", '7'},  {"acht", '8'},   {"neun", '9'},   {"zéro", '0'},
    {"un", '1'},      {"deux", '2'},   {"trois", '3'},   {"quatre", '4'}, {"cinq", '5'},   {"sept", '7'},
    {"huit", '8'},    {"neuf", '9'},   {"cero", '0'},    {"uno", '1'},    {"dos", '2'},    {"tres", '3'},
    {"cuatro", '4'},  {"cinco", '5'},  {"seis", '6'},    {"siete", '7'},  {"ocho", '8'},   {"nueve", '9'},
    {"due", '2'},     {"tre", '3'},    {"quattro", '4'}, {"cinque", '5'}, {"sei", '6'},    {"sette", '7'},
    {"otto", '8'},    {"nove", '9'},   {"um", '1'},      {"dois", '2'},   {"três", '3'},   {"quatro", '4'},
    {"sete", '7'},    {"oito", '8'},   {"nul", '0'},     {"een", '1'},    {"twee", '2'},   {"drie", '3'},
    {"vijf", '5'},    {"zes", '6'},    {"zeven", '7'},   {"negen", '9'},  {"jeden", '1'},  {"dwa", '2'},
    {"trzy", '3'},    {"cztery", '4'}, {"pięć", '5'},    {"sześć", '6'},  {"siedem", '7'}, {"osiem", '8'},
    {"dziewięć", '9'}};

/// The figure of a word, ' ' for none. By its folded form, so that "piec" counts as "pięć".
char figure_of(const std::string& word) {
  static const auto table = [] {
    std::map<std::string, char, std::less<>> made;
    for (const auto& [name, figure] : figures) made.emplace(folded_view(name).text, figure);
    return made;
  }();
  const auto found = table.find(word);
  return found == table.end() ? ' ' : found->second;
}

bool repeats(const std::string& word) { return word == "double" || word == "triple" || word == "doppel"; }

}  // namespace

const std::string& figure_words() {
  static const auto made = [] {
    std::vector<std::string_view> words;
    for (const auto& [word, figure] : figures) words.push_back(word);
    std::stable_sort(words.begin(), words.end(),
                     [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
    std::string all;
    for (const auto word : words) all += (all.empty() ? "" : "|") + std::string(word);
    return all;
  }();
  return made;
}

std::string spelled_digits(std::string_view written) {
  static const re2::RE2 word(R"((\d+|\pL+))");
  re2::StringPiece rest(written.data(), written.size());
  std::string digits;
  std::size_t times = 1;
  for (re2::StringPiece found; re2::RE2::FindAndConsume(&rest, word, &found);) {
    const std::string_view as_written(found.data(), found.size());
    if (is_digit(as_written[0])) {
      digits += as_written;
      continue;
    }
    const auto lower = folded_view(as_written).text;
    const char figure = figure_of(lower);
    if (figure != ' ') digits.append(times, figure);
    times = lower == "triple" ? 3 : lower == "double" || lower == "doppel" ? 2 : 1;
  }
  return digits;
}

std::size_t end_of_spelled(std::string_view text, std::size_t at, int most) {
  static const re2::RE2 next(R"([\s,.-]{0,3}(\d+|\pL+))");
  constexpr std::size_t kLongestWord = 40;  // bytes, with what stands before it
  constexpr std::size_t kMostTogether = 4;
  auto end = at;
  for (int count = 0; count < most; ++count) {
    const auto rest = text.substr(end, kLongestWord);
    re2::StringPiece left(rest.data(), rest.size());
    re2::StringPiece found;
    if (!re2::RE2::Consume(&left, next, &found)) break;
    const std::string_view written(found.data(), found.size());
    const bool glued = end > at && found.data() == rest.data();
    const bool counts = is_digit(written[0]) ? written.size() <= kMostTogether : [&] {
      const auto word = folded_view(written).text;
      return figure_of(word) != ' ' || repeats(word);
    }();
    if (glued || !counts) break;
    end += static_cast<std::size_t>(left.data() - rest.data());
  }
  return end;
}

}  // namespace countersign::detect
