#include "flow/detect/literal_filter.hpp"

#include <re2/filtered_re2.h>

#include <map>
#include <stdexcept>

namespace countersign::detect {
namespace {

/// The literals of one pattern, and whether each alone is enough for it to be possible.
std::vector<std::pair<std::string, bool>> needs_of(const std::string& pattern) {
  re2::FilteredRE2 one(static_cast<int>(Literals::kShortest));
  re2::RE2::Options options;
  options.set_log_errors(false);
  int index = 0;
  if (one.Add(pattern, options, &index) != re2::RE2::NoError)
    throw std::runtime_error("detection pattern refused: " + pattern);
  std::vector<std::string> literals;
  one.Compile(&literals);
  std::vector<int> possible;
  one.AllPotentials({}, &possible);
  if (!possible.empty()) return {};
  std::vector<std::pair<std::string, bool>> needs;
  for (std::size_t i = 0; i < literals.size(); ++i) {
    one.AllPotentials({static_cast<int>(i)}, &possible);
    needs.emplace_back(literals[i], !possible.empty());
  }
  return needs;
}

}  // namespace

LiteralFilter::LiteralFilter(const std::vector<std::string>& patterns) : patterns_(patterns.size()) {
  std::map<std::string, std::vector<Use>> uses_of;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const auto needs = needs_of(patterns[i]);
    if (needs.empty()) always_.push_back(static_cast<int>(i));
    for (const auto& [literal, enough] : needs) uses_of[literal].push_back({static_cast<int>(i), enough});
  }
  std::vector<std::string> literals;
  for (const auto& [literal, uses] : uses_of) {
    literals.push_back(literal);
    start_.push_back(static_cast<std::uint32_t>(uses_.size()));
    uses_.insert(uses_.end(), uses.begin(), uses.end());
  }
  start_.push_back(static_cast<std::uint32_t>(uses_.size()));
  literals_ = Literals(literals);
}

std::vector<int> LiteralFilter::possible(std::string_view text) const {
  constexpr int kNone = -1;
  constexpr int kNamed = -2;
  std::vector<int> seen(patterns_, kNone);  // the literal that was seen of each, or that it is named
  std::vector<int> found;
  for (const int literal : literals_.in(text)) {
    for (auto i = start_[static_cast<std::size_t>(literal)]; i < start_[static_cast<std::size_t>(literal) + 1]; ++i) {
      int& before = seen[static_cast<std::size_t>(uses_[i].pattern)];
      const bool together = before != kNone && before != literal;
      if (before == kNamed) continue;
      if (!uses_[i].enough && !together) {
        before = literal;
        continue;
      }
      before = kNamed;
      found.push_back(uses_[i].pattern);
    }
  }
  return found;
}

}  // namespace countersign::detect
