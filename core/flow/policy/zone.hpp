// A time zone: local wall-clock time to moments and back, by ICU (the C++ library of this age knows no zones). Made per
// computation, used by one thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/clock.hpp"

namespace countersign::policy {

/// Local wall-clock time, counted as if it were UTC.
using Local = std::chrono::sys_seconds;

class Zone {
 public:
  explicit Zone(const std::string& name);
  ~Zone();
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

  [[nodiscard]] std::chrono::seconds offset(Time at) const;
  [[nodiscard]] Local local(Time at) const { return std::chrono::floor<std::chrono::seconds>(at) + offset(at); }
  /// The moment at which clocks there show `local`: the earlier of two; the moment of the change itself when clocks
  /// jump over it.
  [[nodiscard]] Time moment(Local local) const;

 private:
  struct Inside;
  std::unique_ptr<const Inside> inside_;
};

/// "UTC" or a place such as Europe/Berlin.
[[nodiscard]] bool known_zone(const std::string& zone);
/// "Europe/Berlin" of "Berlin"; "" when no place, or more than one, is called so.
[[nodiscard]] std::string zone_meant(const std::string& written);
/// The place's name in a language: "Berlin", "Berlín".
[[nodiscard]] std::string place_name(const std::string& zone, std::string_view language);
/// True when some clocks of the region (ISO 3166, "US") show another time than the zone's; false for an unknown region.
[[nodiscard]] bool differs_in(const std::string& zone, const std::string& region, Time at);
/// "Italian", "italiano": a language's name in another; its code if ICU has no name.
[[nodiscard]] std::string language_name(std::string_view language, std::string_view in);
/// "30 November", "30 listopada".
[[nodiscard]] std::string day_name(std::chrono::sys_days day, std::string_view language);

}  // namespace countersign::policy
