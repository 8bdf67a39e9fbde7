#include "flow/detect/names/tagger.hpp"

#include <algorithm>

#include "flow/detect/names/chain.hpp"

namespace countersign::detect::names {
namespace {

/// Where the piece that starts at `begin` ends: behind a line, else behind a word, else between two characters.
std::size_t piece_end(std::string_view view, std::size_t begin) {
  if (view.size() - begin <= longest_piece) return view.size();
  const auto half = begin + longest_piece / 2;
  const auto window = view.substr(half, longest_piece / 2);
  for (const char* ends : {"\n", " "}) {
    if (const auto found = window.find_last_of(ends); found != std::string_view::npos) return half + found + 1;
  }
  auto end = begin + longest_piece;
  while (end > half && (static_cast<unsigned char>(view[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

}  // namespace

std::vector<Tagged> spans_of(std::span<const Token> tokens, std::span<const std::uint8_t> labels) {
  std::vector<Tagged> spans;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == nothing) continue;
    const bool begins = labels[i] == name_begin || labels[i] == address_begin;
    if (begins || spans.empty())
      spans.push_back({labels[i] == name_begin || labels[i] == name_more, tokens[i].begin, tokens[i].end});
    spans.back().end = tokens[i].end;
  }
  return spans;
}

void Tagger::look(std::string_view view, std::vector<Tagged>& found) const {
  std::vector<Token> tokens;
  std::vector<Scores> scores;
  std::vector<std::uint8_t> labels;
  Features features;
  for (std::size_t begin = 0; begin < view.size();) {
    const auto end = piece_end(view, begin);
    tokens.clear();
    cut(view, begin, end, tokens);
    scores.assign(tokens.size(), Scores{});
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      features_of(tokens, i, features);
      for (const auto feature : features) {
        const auto& row = weights_[feature & mask_];
        for (std::size_t label = 0; label < label_count; ++label) scores[i][label] += row[label];
      }
    }
    best_chain(scores, follow_, labels);
    const auto spans = spans_of(tokens, labels);
    found.insert(found.end(), spans.begin(), spans.end());
    begin = end;
  }
}

}  // namespace countersign::detect::names
