#include "flow/fitness.hpp"

#include <sys/statvfs.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace countersign {
namespace {

/// A clock that lost its battery starts in 1970 or 2000; no right one is before this program was thought of.
constexpr std::chrono::sys_days kWritten{std::chrono::year(2024) / std::chrono::January / 1};

Status unless(const std::string& trouble) {
  if (trouble.empty()) return {};
  return Error{Fault::unavailable, trouble};
}

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

}  // namespace

std::string in_words(Duration span) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
  constexpr std::array<std::pair<std::int64_t, const char*>, 4> kUnits = {
      {{86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}}};
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    const auto [size, name] = kUnits.at(i);
    if (seconds < size && i + 1 < kUnits.size()) continue;
    std::string text = std::to_string(seconds / size) + name;
    if (i + 1 == kUnits.size() || seconds % size < kUnits.at(i + 1).first) return text;
    const auto [smaller, smaller_name] = kUnits.at(i + 1);
    return text + " " + std::to_string(seconds % size / smaller) + smaller_name;
  }
  return "0 s";
}

Status Fitness::act() const {
  if (const auto ill = unless(store_trouble()); !ill) return ill;
  if (const auto ill = unless(log_trouble()); !ill) return ill;
  return unless(clock_trouble());
}

Status Fitness::accept() const {
  if (const auto ill = act(); !ill) return ill;
  return unless(disk_trouble());
}

void Fitness::recorded(Time at) {
  const auto value = micros(at);
  auto seen = newest_.load();
  while (seen < value && !newest_.compare_exchange_weak(seen, value)) {
  }
}

std::string Fitness::store_trouble() const {
  auto trouble = store_.trouble();
  if (trouble.empty()) trouble = keys_.trouble();
  // The store would notice at its next write, and by then something may have been sent of which nothing can be recorded.
  std::error_code unknown;
  if (trouble.empty() && !terms_.data.empty() && !std::filesystem::exists(terms_.data, unknown))
    trouble = "the data folder " + terms_.data.string() +
              " is not where it was: nothing is accepted and nothing is sent; bring it back, then restart countersign";
  return trouble;
}

std::string Fitness::clock_trouble() const {
  const Time now = clock_.machine();
  if (now < Time(kWritten))
    return "the clock says " + to_rfc3339(now) +
           ", which is before this program was written: set the clock; nothing is accepted or sent until then";
  const Time newest = from_micros(newest_);
  if (newest - now <= terms_.clock_may_go_back) return clock_ahead(now);
  return "the clock went back " + in_words(newest - now) + " since the last entry of the record (" +
         to_rfc3339(newest) + "): set the clock; nothing is accepted or sent until then. If it is right now and was " +
         "wrong before, say so with: countersign clock accept";
}

std::int64_t Fitness::offset() const { return micros(clock_.machine()) - clock_.steady().time_since_epoch().count(); }

/// The time of day may only go on as the machine's running time does. What is believed is what the first look finds,
/// unless the run before knows better; so a clock that is set forward in small steps is found out too.
std::string Fitness::clock_ahead(Time now) const {
  constexpr const char* kMend =
      ": set the clock; nothing is accepted or sent until then. If it is right, say so with: countersign clock accept";
  const auto seen = offset();
  auto believed = offset_.load();
  const Time newest = from_micros(newest_);
  if (believed == kNotYet) {
    if (newest != Time() && now - newest > terms_.clock_may_be_off)
      return "the clock says " + to_rfc3339(now) + ", " + in_words(now - newest) +
             " after the last entry of the record (" + to_rfc3339(newest) + "), and the machine was started since" +
             kMend;
    if (offset_.compare_exchange_strong(believed, seen)) return "";
  }
  const Duration ahead(seen - believed);
  if (ahead <= terms_.clock_may_go_ahead) return "";
  return "the clock went ahead by " + in_words(ahead) + " more than time has passed (it says " + to_rfc3339(now) + ")" +
         kMend;
}

void Fitness::clock_is_right() {
  newest_ = micros(clock_.machine());
  offset_ = offset();
}

std::optional<std::int64_t> Fitness::clock_offset() const {
  if (!clock_trouble().empty()) return std::nullopt;
  const auto believed = offset_.load();
  return believed == kNotYet ? std::nullopt : std::optional(believed);
}

std::string Fitness::disk_trouble() const {
  struct statvfs facts {};
  if (::statvfs(terms_.data.c_str(), &facts) != 0)
    return "the data folder " + terms_.data.string() + " cannot be looked at (" +
           std::generic_category().message(errno) + "): bring it back, then restart countersign";
  const std::uint64_t free = std::uint64_t{facts.f_bavail} * facts.f_frsize;
  if (free >= terms_.min_free_disk) return "";
  return "only " + megabytes(free) + " are free on the disk of " + terms_.data.string() +
         ", and limits.min_free_disk is " + megabytes(terms_.min_free_disk) +
         ": free some space; nothing new is accepted until then, what was accepted is still worked off";
}

}  // namespace countersign
