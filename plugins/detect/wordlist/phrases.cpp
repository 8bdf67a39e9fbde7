#include "phrases.hpp"

#include <algorithm>

#include "folded.hpp"

namespace wordlist {
namespace {

using Span = std::pair<std::size_t, std::size_t>;

/// Ends come in order; what overlaps or lies inside becomes one.
void put(std::vector<Span>& found, Span span) {
  while (!found.empty() && span.first < found.back().second) {
    span.first = std::min(span.first, found.back().first);
    found.pop_back();
  }
  found.push_back(span);
}

}  // namespace

Phrases::Phrases(const std::vector<std::string>& phrases) : nodes_(1) {
  for (const auto& phrase : phrases) add(phrase);
  link();
}

void Phrases::add(const std::string& phrase) {
  std::uint32_t at = 0;
  for (const char c : phrase) {
    const auto byte = static_cast<unsigned char>(c);
    auto child = step(at, byte);
    if (child == 0) {
      child = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
      auto& next = nodes_[at].next;
      next.insert(std::upper_bound(next.begin(), next.end(), std::pair{byte, child}), {byte, child});
    }
    at = child;
  }
  nodes_[at].length = static_cast<std::uint32_t>(phrase.size());
}

/// Breadth first, so that what a node falls back to is complete before it.
void Phrases::link() {
  std::vector<std::uint32_t> order{0};
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t at = order[i];
    for (const auto& [byte, child] : nodes_[at].next) {
      Node& node = nodes_[child];
      if (at != 0) node.fail = follow(nodes_[at].fail, byte);
      node.shorter = nodes_[node.fail].length > 0 ? node.fail : nodes_[node.fail].shorter;
      order.push_back(child);
    }
  }
}

std::uint32_t Phrases::step(std::uint32_t node, unsigned char byte) const {
  const auto& next = nodes_[node].next;
  const auto at = std::lower_bound(next.begin(), next.end(), byte,
                                   [](const auto& edge, unsigned char wanted) { return edge.first < wanted; });
  return at != next.end() && at->first == byte ? at->second : 0;
}

std::uint32_t Phrases::follow(std::uint32_t node, unsigned char byte) const {
  for (;;) {
    const auto child = step(node, byte);
    if (child != 0 || node == 0) return child;
    node = nodes_[node].fail;
  }
}

std::vector<Span> Phrases::find(std::string_view folded, bool whole_words, std::size_t most) const {
  std::vector<Span> found;
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    at = follow(at, static_cast<unsigned char>(folded[i]));
    for (auto node = nodes_[at].length > 0 ? at : nodes_[at].shorter; node != 0; node = nodes_[node].shorter) {
      const Span span{i + 1 - nodes_[node].length, i + 1};
      if (whole_words && (word_before(folded, span.first) || word_at(folded, span.second))) continue;
      put(found, span);
      break;  // shorter ones end here too, inside it
    }
    if (found.size() > most) break;
  }
  return found;
}

}  // namespace wordlist
