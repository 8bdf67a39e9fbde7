#include "plugin/detector.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/log.hpp"
#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

constexpr std::size_t kBytesPerMillisecond = 10'000;
constexpr std::size_t kLongestKind = 64;

Fields to_fields(const Shown& shown) {
  return {{"op", "text"},
          {"text", std::string(shown.text)},
          {"written_by", std::string(to_word(shown.written_by))},
          {"locale", std::string(shown.locale)},
          {"language", std::string(shown.language)}};
}

/// Decimal digits and nothing else.
std::optional<std::size_t> number(std::string_view digits) {
  std::size_t value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool between_characters(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

/// One finding as it was put; what is absent is not yet there.
struct Put {
  const std::string* kind = nullptr;
  std::optional<std::size_t> start, end;
  std::optional<std::size_t> score = 1000;
};

/// What is wrong with it; "" when nothing is.
std::string complaint_about(const Put& put, std::string_view text, const std::vector<std::string>& kinds) {
  if (put.kind == nullptr) return "has no `kind` (are the numbers without gaps?)";
  if (std::find(kinds.begin(), kinds.end(), *put.kind) == kinds.end())
    return "has a kind that `open` did not name as `kind.N`";
  if (!put.start || !put.end) return "has no `start` and `end` in decimal digits";
  const bool whole = *put.start == 0 && *put.end == 0;
  if (!whole && (*put.start >= *put.end || *put.end > text.size())) return "lies outside the text";
  if (!between_characters(text, *put.start) || !between_characters(text, *put.end))
    return "begins or ends inside a character";
  if (!put.score || *put.score < 1 || *put.score > 1000) return "has a score that is not 1 to 1000";
  return "";
}

/// Sorts the keys `finding.N.…` into their places; what it does not know is left aside (a later revision's).
Result<std::vector<Put>> sorted(const Fields& out) {
  constexpr std::string_view kPrefix = "finding.";
  std::vector<Put> all;
  for (const auto& [key, value] : out) {
    if (!key.starts_with(kPrefix)) continue;
    const auto rest = std::string_view(key).substr(kPrefix.size());
    const auto point = rest.find('.');
    const auto index = number(rest.substr(0, point));
    if (!index || point == std::string_view::npos || *index >= kMostFindings)
      return Error{Fault::invalid, "it puts a key `finding.N.…` with a number that is none or above 999"};
    if (*index >= all.size()) all.resize(*index + 1);
    const auto what = rest.substr(point + 1);
    if (what == "kind") all[*index].kind = &value;
    if (what == "start") all[*index].start = number(value);
    if (what == "end") all[*index].end = number(value);
    if (what == "score") all[*index].score = number(value);
  }
  return all;
}

std::string signature_of(const Plugin& plugin) {
  return plugin.id() + "@" + plugin.version() + "/" + plugin.digest().substr(0, 16);
}

}  // namespace

Result<std::vector<Noticed>> to_findings(const Fields& out, std::string_view text,
                                         const std::vector<std::string>& kinds) {
  const auto all = sorted(out);
  if (!all) return all.error();
  std::vector<Noticed> findings;
  findings.reserve(all->size());
  for (std::size_t i = 0; i < all->size(); ++i) {
    const Put& put = (*all)[i];
    if (const auto wrong = complaint_about(put, text, kinds); !wrong.empty())
      return Error{Fault::invalid, "`finding." + std::to_string(i) + "` " + wrong};
    findings.push_back({*put.kind, static_cast<std::uint32_t>(*put.start), static_cast<std::uint32_t>(*put.end),
                        static_cast<int>(*put.score)});
  }
  return findings;
}

std::string refused_kind(std::string_view kind) {
  if (kind.empty() || kind.size() > kLongestKind ||
      kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") != std::string_view::npos)
    return "is no name of a kind: use lower-case letters, digits, - and _ (at most 64)";
  if (kind == "discloses_ai" || kind == "commitment") return "belongs to the gateway alone: choose a kind of your own";
  return "";
}

Detecting::Detecting(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, std::string name,
                     std::chrono::milliseconds within)
    : plugin_(std::move(plugin)),
      instance_(std::move(instance)),
      name_(std::move(name)),
      signature_(signature_of(*plugin_)),
      kinds_(instance_->kinds()),
      within_(within),
      conduct_(plugin_->id(), ConductTerms{within, ConductTerms().in_a_row, ConductTerms().pause}) {}

Error Detecting::failed(const std::string& what, const std::string& why) const {
  failures_.fetch_add(1);
  log::warning("detector_failed", {{"detector", name_}, {"plugin", plugin_->id()}, {"what", what}, {"why", why}});
  Error error{Fault::internal, "the detector \"" + name_ + "\" (plugin `" + plugin_->id() + "`) " + what};
  const std::lock_guard lock(mutex_);
  last_failure_ = what + (why.empty() ? "" : ": " + why);
  return error;
}

Result<std::vector<Noticed>> Detecting::look(const Shown& shown) const {
  using Clock = std::chrono::steady_clock;
  looks_.fetch_add(1, std::memory_order_relaxed);
  const auto begin = Clock::now();
  if (conduct_.left_alone(begin)) return failed("is left alone for a moment, its last looks took too long", "");
  const Answer answer = instance_->look(to_fields(shown));
  const auto end = Clock::now();
  const auto more = std::chrono::milliseconds(shown.text.size() / kBytesPerMillisecond);
  conduct_.note(end, end - begin - more);
  if (answer.code != Code::ok) return failed("could not look at a text", answer.problem);
  if (end - begin > within_ + more) return failed("took too long for a text", "");
  auto findings = to_findings(answer.out, shown.text, kinds_);
  if (!findings) return failed("gave an answer that cannot be used", findings.error().message);
  return findings;
}

std::string Detecting::complaint() const {
  const auto failures = failures_.load();
  if (auto hangs = instance_->complaint(); !hangs.empty()) return hangs;
  if (failures == 0) return conduct_.complaint(std::chrono::steady_clock::now());
  const std::lock_guard lock(mutex_);
  return "plugin `" + plugin_->id() + "`: " + std::to_string(failures) + " of " + std::to_string(looks_.load()) +
         " looks failed, and those texts are held for a person (the last: " + last_failure_ + ")";
}

}  // namespace countersign::plugin
