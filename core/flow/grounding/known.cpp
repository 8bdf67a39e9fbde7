#include "flow/grounding/known.hpp"

#include <algorithm>
#include <cmath>

namespace countersign::grounding {
namespace {

/// Ends of sentences in a source, near enough to say what stands close together, and far cheaper than ICU.
std::size_t line_end(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\n') return at + 1;
    const bool stop = text[at] == '.' || text[at] == '!' || text[at] == '?';
    if (stop && at + 1 < text.size() && (text[at + 1] == ' ' || text[at + 1] == '\n') && at > 2 &&
        text[at - 2] != ' ' && text[at - 2] != '.')
      return at + 1;
  }
  return text.size();
}

}  // namespace

std::string_view head(std::string_view text) {
  if (text.size() <= kMostBytes) return text;
  std::size_t end = kMostBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

Known::Known(const Basis& basis, const std::vector<Said>& sentences) : language_(basis.language) {
  for (const auto& said : sentences)
    for (const auto& term : said.terms) ids_.emplace(term.key, static_cast<int>(ids_.size()));
  lines_with_.resize(ids_.size());
  by_customer_.resize(ids_.size());
  for (std::size_t i = 0; i < basis.sources.size(); ++i) add_source(static_cast<int>(i), head(basis.sources[i]));
  sources_ = static_cast<int>(basis.sources.size());
  for (const auto text : basis.customer)
    for (const auto& term : terms_of(head(text), language_).terms)
      if (const auto at = ids_.find(term.key); at != ids_.end())
        by_customer_[static_cast<std::size_t>(at->second)] = true;
}

bool Known::in_source(int source, std::uint64_t key) const {
  const auto& all = lines_with(key);
  return std::any_of(all.begin(), all.end(),
                     [&](int line) { return lines_[static_cast<std::size_t>(line)].source == source; });
}

double Known::weight(std::uint64_t key) const {
  return std::log(2.0 + (static_cast<double>(lines_.size()) / (1.0 + static_cast<double>(lines_with(key).size()))));
}

void Known::add_source(int source, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = line_end(text, at);
    const auto said = terms_of(text.substr(at, end - at), language_);
    at = end;
    if (said.words == 0) continue;
    const int line = static_cast<int>(lines_.size());
    lines_.push_back({source, said.negated});
    for (const auto& term : said.terms)
      if (const auto id = ids_.find(term.key); id != ids_.end())
        if (auto& all = lines_with_[static_cast<std::size_t>(id->second)]; all.empty() || all.back() != line)
          all.push_back(line);
  }
}

}  // namespace countersign::grounding
