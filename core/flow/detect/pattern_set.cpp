#include "flow/detect/pattern_set.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "flow/detect/literal_filter.hpp"

namespace countersign::detect {
namespace {

thread_local std::uint64_t gone_through = 0;
constexpr std::int64_t kMemoryOfOne = 8LL << 20;

re2::RE2::Options options(std::int64_t memory) {
  re2::RE2::Options made;
  made.set_log_errors(false);
  made.set_max_mem(memory);
  return made;
}

}  // namespace

PatternSet::PatternSet(std::vector<std::string> patterns, std::int64_t memory)
    : patterns_(std::move(patterns)),
      set_(std::make_unique<re2::RE2::Set>(options(memory), re2::RE2::UNANCHORED)),
      single_(std::make_unique<Single[]>(patterns_.size())) {
  for (const auto& pattern : patterns_) {
    std::string problem;
    if (set_->Add(pattern, &problem) < 0)
      throw std::runtime_error("detection pattern refused: " + pattern + ": " + problem);
  }
  if (!set_->Compile())
    throw std::runtime_error("the detection patterns together need too much memory; use fewer topic words");
}

PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

PatternSet PatternSet::of_words(std::vector<std::string> patterns) {
  auto filter = std::make_unique<const LiteralFilter>(patterns);
  std::vector<std::string> always;
  for (const int index : filter->always()) always.push_back(patterns[static_cast<std::size_t>(index)]);
  PatternSet made(std::move(always));
  made.single_ = std::make_unique<Single[]>(patterns.size());
  made.patterns_ = std::move(patterns);
  made.filter_ = std::move(filter);
  return made;
}

const re2::RE2& PatternSet::single(int index) const {
  const auto at = static_cast<std::size_t>(index);
  std::call_once(single_[at].once, [&] {
    auto made = std::make_unique<const re2::RE2>(patterns_[at], options(kMemoryOfOne));
    if (!made->ok()) throw std::runtime_error("a detection pattern could not be compiled alone");
    single_[at].compiled = std::move(made);
  });
  return *single_[at].compiled;
}

Result<std::vector<int>> PatternSet::hits(std::string_view text) const {
  auto found = hits_of_set(text);
  if (!filter_ || !found) return found;
  for (int& index : *found) index = filter_->always()[static_cast<std::size_t>(index)];
  const re2::StringPiece whole(text.data(), text.size());
  for (const int index : filter_->possible(text))
    if (re2::RE2::PartialMatch(whole, single(index))) found->push_back(index);
  std::sort(found->begin(), found->end());
  return found;
}

Result<std::vector<int>> PatternSet::hits_of_set(std::string_view text) const {
  std::vector<int> found;
  if (patterns_.empty() || (filter_ && filter_->always().empty())) return found;
  re2::RE2::Set::ErrorInfo info{};
  if (!set_->Match(re2::StringPiece(text.data(), text.size()), &found, &info) && info.kind != re2::RE2::Set::kNoError) {
    return Error{Fault::internal, "detection ran out of memory while matching; the text is held for a person"};
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<Span> PatternSet::next(int index, std::string_view text, std::size_t& from) const {
  const auto& pattern = single(index);
  re2::StringPiece group[2];
  const int groups = pattern.NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (from > text.size() || !pattern.Match(re2::StringPiece(text.data(), text.size()), from, text.size(),
                                           re2::RE2::UNANCHORED, group, groups)) {
    gone_through += from > text.size() ? 0 : text.size() - from;
    return std::nullopt;
  }
  const auto& taken = groups == 2 && group[1].data() != nullptr ? group[1] : group[0];
  const auto begin = static_cast<std::size_t>(taken.data() - text.data());
  const auto end = begin + taken.size();
  gone_through += end - std::min(end, from);
  from = std::max(end, static_cast<std::size_t>(group[0].data() - text.data()) + 1);
  return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::uint64_t PatternSet::bytes_gone_through() { return gone_through; }

}  // namespace countersign::detect
