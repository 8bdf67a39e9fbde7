// What somebody meant who wrote the name of a country, or of a part of the United States, in the place of its code.
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "base/yaml.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/policy/regions.hpp"

namespace countersign::policy {
namespace {

struct Named {
  std::string name, code;
};

constexpr std::pair<std::string_view, std::string_view> kOthers[] = {
    {"uk", "GB"},
    {"great britain", "GB"},
    {"england", "GB"},
    {"britain", "GB"},
    {"el", "GR"},
    {"america", "US"},
    {"europe", "EU"},
    {"european union", "EU"},
    {"europäische union", "EU"},
    {"ue", "EU"},
    {"ewr", "EEA"},
    {"european economic area", "EEA"},
    {"holland", "NL"},
    // ISO 3166-2:US, which ICU has no names for
    {"alabama", "US-AL"},
    {"alaska", "US-AK"},
    {"arizona", "US-AZ"},
    {"arkansas", "US-AR"},
    {"california", "US-CA"},
    {"colorado", "US-CO"},
    {"connecticut", "US-CT"},
    {"delaware", "US-DE"},
    {"florida", "US-FL"},
    {"hawaii", "US-HI"},
    {"idaho", "US-ID"},
    {"illinois", "US-IL"},
    {"indiana", "US-IN"},
    {"iowa", "US-IA"},
    {"kansas", "US-KS"},
    {"kentucky", "US-KY"},
    {"louisiana", "US-LA"},
    {"maine", "US-ME"},
    {"maryland", "US-MD"},
    {"massachusetts", "US-MA"},
    {"michigan", "US-MI"},
    {"minnesota", "US-MN"},
    {"mississippi", "US-MS"},
    {"missouri", "US-MO"},
    {"montana", "US-MT"},
    {"nebraska", "US-NE"},
    {"nevada", "US-NV"},
    {"new hampshire", "US-NH"},
    {"new jersey", "US-NJ"},
    {"new mexico", "US-NM"},
    {"new york", "US-NY"},
    {"north carolina", "US-NC"},
    {"north dakota", "US-ND"},
    {"ohio", "US-OH"},
    {"oklahoma", "US-OK"},
    {"oregon", "US-OR"},
    {"pennsylvania", "US-PA"},
    {"rhode island", "US-RI"},
    {"south carolina", "US-SC"},
    {"south dakota", "US-SD"},
    {"tennessee", "US-TN"},
    {"texas", "US-TX"},
    {"utah", "US-UT"},
    {"vermont", "US-VT"},
    {"virginia", "US-VA"},
    {"washington", "US-WA"},
    {"west virginia", "US-WV"},
    {"wisconsin", "US-WI"},
    {"wyoming", "US-WY"},
};

/// One spelling: no accents, small letters, "us_ca" and "US CA" as "us-ca".
std::string folded(std::string_view text) { return std::string(detect::folded_view(text).text); }

std::string display(const icu::Locale& country, const icu::Locale& in) {
  icu::UnicodeString name;
  country.getDisplayCountry(in, name);
  std::string text;
  name.toUTF8String(text);
  return folded(text);
}

/// Every country's name in English and where it lies, and its three letters.
const std::vector<Named>& names() {
  static const std::vector<Named> all = [] {
    std::vector<Named> list;
    for (const auto& [name, code] : kOthers) list.push_back({folded(name), std::string(code)});
    for (char a = 'A'; a <= 'Z'; ++a)
      for (char b = 'A'; b <= 'Z'; ++b) {
        const std::string code{a, b};
        if (code == "EU" || !is_region(code)) continue;
        const icu::Locale country("und", code.c_str());
        UErrorCode failed = U_ZERO_ERROR;
        icu::Locale spoken = country;
        spoken.addLikelySubtags(failed);
        list.push_back({display(country, icu::Locale::getEnglish()), code});
        if (U_SUCCESS(failed)) list.push_back({display(country, spoken), code});
        list.push_back({folded(country.getISO3Country()), code});
      }
    return list;
  }();
  return all;
}

}  // namespace

std::string region_meant(std::string_view written) {
  if (written.size() > 64) return "";
  std::string word = folded(written);
  std::string code = word;
  for (char& c : code) c = c == '_' || c == ' ' ? '-' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto named = [&](std::string_view name) {
    const auto at = std::find_if(names().begin(), names().end(), [&](const Named& one) { return one.name == name; });
    return at == names().end() ? std::string() : at->code;
  };
  if (is_region(code)) return code;
  if (const auto found = named(word); !found.empty()) return found;
  if (const auto dash = code.find('-'); dash != std::string::npos)  // "US-California"
    if (const auto part = named(word.substr(dash + 1)); part.substr(0, dash) == code.substr(0, dash)) return part;
  std::vector<std::string_view> known;
  for (const Named& one : names())
    if (one.name.size() > 3) known.push_back(one.name);
  const auto near = word.size() < 5 ? "" : yaml::nearest(word, known);
  return near.empty() ? "" : named(near);
}

}  // namespace countersign::policy
