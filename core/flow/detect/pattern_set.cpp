#include "flow/detect/pattern_set.hpp"

#include <algorithm>
#include <stdexcept>

namespace countersign::detect {
namespace {

constexpr std::int64_t set_memory = 96LL << 20;

re2::RE2::Options options(std::int64_t memory) {
  re2::RE2::Options made;
  made.set_log_errors(false);
  made.set_max_mem(memory);
  return made;
}

}  // namespace

PatternSet::PatternSet(const std::vector<std::string>& patterns, std::size_t placed)
    : empty_(patterns.empty()), set_(std::make_unique<re2::RE2::Set>(options(set_memory), re2::RE2::UNANCHORED)) {
  for (const auto& pattern : patterns) {
    std::string problem;
    if (set_->Add(pattern, &problem) < 0) throw std::runtime_error("detection pattern refused: " + pattern + ": " + problem);
    if (single_.size() >= placed) continue;
    single_.push_back(std::make_unique<re2::RE2>(pattern, options(8LL << 20)));
    if (!single_.back()->ok()) throw std::runtime_error("detection pattern refused: " + pattern);
  }
  if (!set_->Compile()) throw std::runtime_error("the detection patterns together need too much memory; use fewer topic words");
}

Result<std::vector<int>> PatternSet::hits(std::string_view text) const {
  std::vector<int> found;
  if (empty_) return found;
  re2::RE2::Set::ErrorInfo info{};
  if (!set_->Match(re2::StringPiece(text.data(), text.size()), &found, &info) && info.kind != re2::RE2::Set::kNoError) {
    return Error{Fault::internal, "detection ran out of memory while matching; the text is held for a person"};
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<Span> PatternSet::next(int index, std::string_view text, std::size_t& from) const {
  const auto& pattern = *single_[static_cast<std::size_t>(index)];
  re2::StringPiece group[2];
  const int groups = pattern.NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (from > text.size() ||
      !pattern.Match(re2::StringPiece(text.data(), text.size()), from, text.size(), re2::RE2::UNANCHORED, group, groups)) {
    return std::nullopt;
  }
  const auto& taken = groups == 2 && group[1].data() != nullptr ? group[1] : group[0];
  const auto begin = static_cast<std::size_t>(taken.data() - text.data());
  const auto end = begin + taken.size();
  from = std::max(end, static_cast<std::size_t>(group[0].data() - text.data()) + 1);
  return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace countersign::detect
