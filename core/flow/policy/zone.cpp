#include "flow/policy/zone.hpp"

#include <unicode/datefmt.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>
#include <unicode/unistr.h>

namespace countersign::policy {
namespace {

using std::chrono::seconds;

std::unique_ptr<icu::TimeZone> zone_of(const std::string& name) {
  return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
}

seconds offset_of(const icu::TimeZone& zone, Time at) {
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode failed = U_ZERO_ERROR;
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
  zone.getOffset(static_cast<double>(millis), 0, raw, saving, failed);
  return seconds((raw + saving) / 1000);
}

icu::Locale locale_of(std::string_view language) {
  const std::string name =
      language.substr(0, 2) == "en" ? "en_GB" : std::string(language.substr(0, 2));  // "30 November"
  return icu::Locale(name.c_str());
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

struct Zone::Inside {
  std::unique_ptr<icu::TimeZone> zone;
};

Zone::Zone(const std::string& name) : inside_(new Inside{zone_of(name)}) {}
Zone::~Zone() = default;

seconds Zone::offset(Time at) const { return offset_of(*inside_->zone, at); }

Time Zone::moment(Local local) const {
  const seconds before = offset(local - std::chrono::days(1));
  const seconds after = offset(local + std::chrono::days(1));
  if (offset(local - before) == before) return local - before;
  if (offset(local - after) == after) return local - after;
  Local low = local - after;  // clocks jump over `local`: look for the jump
  Local high = local - before;
  while (high - low > seconds(1)) {
    const Local middle = low + (high - low) / 2;
    (offset(middle) == before ? low : high) = middle;
  }
  return high;
}

bool known_zone(const std::string& zone) {
  const auto found = zone_of(zone);
  return zone == "UTC" ||
         (found != nullptr && *found != icu::TimeZone::getUnknown() && zone.find('/') != std::string::npos);
}

std::string zone_meant(const std::string& written) {
  const auto plain = [](std::string text) {
    for (char& c : text) c = c == '_' || c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
  };
  const auto wanted = plain(written.substr(written.rfind('/') + 1));
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> zones(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, failed));
  std::string meant;
  while (const icu::UnicodeString* name = U_FAILURE(failed) ? nullptr : zones->snext(failed)) {
    const auto id = utf8(*name);
    if (plain(id.substr(id.rfind('/') + 1)) != wanted) continue;
    if (!meant.empty()) return "";
    meant = id;
  }
  return meant;
}

std::string place_name(const std::string& zone, std::string_view language) {
  if (zone == "UTC") return zone;
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<icu::TimeZoneNames> names(icu::TimeZoneNames::createInstance(locale_of(language), failed));
  icu::UnicodeString place;
  if (U_SUCCESS(failed)) names->getExemplarLocationName(icu::UnicodeString::fromUTF8(zone), place);
  return place.isEmpty() || place.isBogus() ? zone : utf8(place);
}

bool differs_in(const std::string& zone, const std::string& region, Time at) {
  if (region.size() != 2) return false;
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> zones(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, region.c_str(), nullptr, failed));
  if (U_FAILURE(failed)) return false;
  const seconds ours = Zone(zone).offset(at);
  while (const icu::UnicodeString* name = zones->snext(failed))
    if (offset_of(*zone_of(utf8(*name)), at) != ours) return true;
  return false;
}

std::string language_name(std::string_view language, std::string_view in) {
  const std::string code(language.substr(0, 2));
  icu::UnicodeString name;
  icu::Locale(code.c_str()).getDisplayLanguage(locale_of(in), name);
  return name.isEmpty() ? code : utf8(name);
}

std::string day_name(std::chrono::sys_days day, std::string_view language) {
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createInstanceForSkeleton(icu::UnicodeString("dMMMM"), locale_of(language), failed));
  if (U_FAILURE(failed)) return "";
  format->setTimeZone(*icu::TimeZone::getGMT());
  icu::UnicodeString text;
  format->format(
      static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(day.time_since_epoch()).count()), text);
  return utf8(text);
}

}  // namespace countersign::policy
