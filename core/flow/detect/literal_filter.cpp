#include "flow/detect/literal_filter.hpp"

#include <re2/filtered_re2.h>

#include <numeric>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace countersign::detect {
namespace {

/// Which literals alone make a pattern possible. A few of a group that is possible together may be named without being
/// enough: that costs a look, and asking RE2 about each literal would cost the start a while.
class Sorting {
 public:
  Sorting(const re2::FilteredRE2& pattern, std::size_t literals) : pattern_(pattern), enough_(literals, false) {
    split(0, literals);
  }
  [[nodiscard]] const std::vector<bool>& enough() const { return enough_; }

 private:
  void split(std::size_t begin, std::size_t end) {
    constexpr std::size_t kFew = 2;
    std::vector<int> group(end - begin);
    std::iota(group.begin(), group.end(), static_cast<int>(begin));
    pattern_.AllPotentials(group, &possible_);
    if (possible_.empty()) return;  // then none of them alone is enough
    if (group.size() <= kFew) {
      for (auto i = begin; i < end; ++i) enough_[i] = true;
      return;
    }
    split(begin, begin + group.size() / 2);
    split(begin + group.size() / 2, end);
  }

  const re2::FilteredRE2& pattern_;
  std::vector<bool> enough_;
  std::vector<int> possible_;
};

/// The literals of one pattern, and whether each alone is enough for it to be possible; none: it needs no literal.
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
  const Sorting sorting(one, literals.size());
  std::vector<std::pair<std::string, bool>> needs;
  for (std::size_t i = 0; i < literals.size(); ++i) needs.emplace_back(std::move(literals[i]), sorting.enough()[i]);
  return needs;
}

}  // namespace

LiteralFilter::LiteralFilter(const std::vector<std::string>& patterns) : patterns_(patterns.size()) {
  std::unordered_map<std::string, std::vector<Use>> uses_of;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const auto needs = needs_of(patterns[i]);
    if (needs.empty()) always_.push_back(static_cast<int>(i));
    for (const auto& need : needs) uses_of[need.first].push_back({static_cast<int>(i), need.second});
  }
  std::vector<std::string> literals;
  for (const auto& [literal, uses] : uses_of) {  // in any order: what is possible is sorted by whoever asks
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
