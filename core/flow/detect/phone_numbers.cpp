#include "flow/detect/phone_numbers.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace countersign::detect {
namespace {

using Home = std::pair<std::string_view, std::string_view>;
// The eight languages and where they are written most; a locale with a country needs none of this.
constexpr std::array<Home, 11> homes{{{"en", "US"},
                                      {"en", "GB"},
                                      {"de", "DE"},
                                      {"fr", "FR"},
                                      {"es", "ES"},
                                      {"es", "MX"},
                                      {"it", "IT"},
                                      {"pt", "PT"},
                                      {"pt", "BR"},
                                      {"nl", "NL"},
                                      {"pl", "PL"}}};

std::vector<std::string> regions_of(std::string_view locale) {
  if (locale.size() == 5 && (locale[2] == '-' || locale[2] == '_')) {
    std::string region(locale.substr(3));
    for (char& c : region)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return {region};
  }
  std::vector<std::string> found;
  for (const auto& [language, region] : homes)
    if (locale.empty() || locale.substr(0, 2) == language) found.emplace_back(region);
  return found;
}

}  // namespace

bool valid_phone(std::string_view written, std::string_view locale) {
  using i18n::phonenumbers::PhoneNumberUtil;
  const auto& plans = *PhoneNumberUtil::GetInstance();
  for (const auto& region : regions_of(locale)) {
    i18n::phonenumbers::PhoneNumber number;
    if (plans.Parse(std::string(written), region, &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
        plans.IsValidNumber(number))
      return true;
  }
  return false;
}

}  // namespace countersign::detect
