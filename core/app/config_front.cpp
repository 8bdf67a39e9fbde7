// What stands at the front door: `tls:` and the part of `limits:` that says how much it takes. C037: a number, a size
// or a time that cannot be used.
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "app/config_parts.hpp"

namespace countersign::app {
namespace {

struct Unit {
  std::string_view word;
  std::int64_t times;
};

/// "10 seconds": a whole number, a space, one of the units; without units a bare number.
std::optional<std::int64_t> measured(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > 1'000'000'000) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (units.empty()) return rest.empty() ? std::optional(number) : std::nullopt;
  for (const auto& unit : units)
    if (rest.size() == unit.word.size() + 1 && rest.front() == ' ' && rest.substr(1) == unit.word)
      return number * unit.times;
  return std::nullopt;
}

constexpr std::array<Unit, 3> kSizes{{{"KB", 1000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}}};

struct Range {
  std::int64_t least;
  std::int64_t most;
  std::string_view words;  ///< "from 1 KB to 64 MB, such as 1 MB"
};

std::int64_t limit(ConfigReader& reader, const yaml::Node& limits, std::string_view key, std::int64_t usual,
                   const Range& range, std::span<const Unit> units = {}) {
  const yaml::Node* node = limits.find(key);
  if (!node) return usual;
  const std::string text = reader.word(node, key);
  if (text.empty()) return usual;
  const auto value = measured(text, units);
  if (value && *value >= range.least && *value <= range.most) return *value;
  reader.problem(node->place, "C037", std::string(key) + " must be " + std::string(range.words));
  return usual;
}

}  // namespace

void read_front_limits(ConfigReader& reader, const yaml::Node& node, Config& config) {
  FrontConfig& front = config.front;
  static constexpr std::array<Unit, 4> kTimes{{{"second", 1}, {"seconds", 1}, {"minute", 60}, {"minutes", 60}}};
  const Range count{1, 1'000'000, "a whole number from 1 to 1000000"};
  const auto whole = [&](std::string_view key, std::size_t usual) {
    return static_cast<std::size_t>(limit(reader, node, key, static_cast<std::int64_t>(usual), count));
  };
  front.connections = whole("connections", front.connections);
  front.waiting = whole("requests_waiting", front.waiting);
  front.per_channel = whole("requests_per_channel", front.per_channel);
  front.backlog = whole("backlog", front.backlog);
  front.body = static_cast<std::size_t>(limit(reader, node, "body", static_cast<std::int64_t>(front.body),
                                              {1000, 64'000'000, "a size from 1 KB to 64 MB, such as 1 MB"}, kSizes));
  const Range times{1, 600, "a time from 1 second to 10 minutes, such as 10 seconds"};
  const auto time = [&](std::string_view key, std::chrono::seconds usual) {
    return std::chrono::seconds(limit(reader, node, key, usual.count(), times, kTimes));
  };
  front.stop_within = time("stop_within", front.stop_within);
  front.request_wait = time("request_wait", front.request_wait);
  front.work_wait = time("work_wait", front.work_wait);
  const Range space{0, 1'000'000'000'000'000, "a size from 0 KB to 1000000 GB, such as 200 MB"};
  config.min_free_disk = static_cast<std::uint64_t>(
      limit(reader, node, "min_free_disk", static_cast<std::int64_t>(config.min_free_disk), space, kSizes));
}

void read_tls(ConfigReader& reader, const yaml::Node* node, FrontConfig& front) {
  if (!node || !reader.map(*node, "tls", {"certificate", "key", "minimum"})) return;
  http::TlsFiles files;
  const auto* certificate = reader.required(*node, "certificate", "tls");
  const auto* key = reader.required(*node, "key", "tls");
  files.certificate = reader.path(certificate, "certificate");
  files.key = reader.path(key, "key");
  front.certificate_place = certificate == nullptr ? node->place : certificate->place;
  front.key_place = key == nullptr ? node->place : key->place;
  files.only_tls13 = reader.choice(node->find("minimum"), "minimum", {"1.2", "1.3"}, 0) == 1;
  front.tls = std::move(files);
}

}  // namespace countersign::app
