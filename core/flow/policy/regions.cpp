#include "flow/policy/regions.hpp"

#include <algorithm>

namespace countersign::policy {
namespace {

constexpr std::string_view kUnion = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
constexpr std::string_view kBeside = "IS LI NO";  // with the Union they are the European Economic Area

constexpr std::string_view kCountries =  // ISO 3166-1, and XK, which the EU uses for Kosovo
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK";

bool capital(char c) { return c >= 'A' && c <= 'Z'; }
bool figure(char c) { return c >= '0' && c <= '9'; }

std::string capitals(std::string_view text) {
  std::string all(text);
  for (char& c : all)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return all;
}

bool country_code(std::string_view text) { return text.size() == 2 && capital(text[0]) && capital(text[1]); }

bool among(std::string_view countries, std::string_view country) {
  return country_code(country) && countries.find(country) != std::string_view::npos;
}

/// One named region, seen from which `region` is inside, outside, or nobody knows.
Where where(std::string_view named, std::string_view region) {
  if (region.empty()) return Where::unknown;
  if (named == region) return Where::inside;
  const auto country = region.substr(0, 2);
  const bool in_union = region == "EU" || among(kUnion, country);
  if (named == "EU") return in_union ? Where::inside : region == "EEA" ? Where::unknown : Where::outside;
  if (named == "EEA") return in_union || among(kBeside, country) ? Where::inside : Where::outside;
  if (region == "EU" && among(kUnion, named.substr(0, 2))) return Where::unknown;  // somewhere in the Union
  if (named == country && region.size() > 2 && region[2] == '-') return Where::inside;
  const bool part = named.size() > 2 && named[2] == '-' && named.substr(0, 2) == region;
  return part ? Where::unknown : Where::outside;
}

}  // namespace

std::string region_of(std::string_view locale) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= locale.size() && parts.size() < 16;) {
    const auto end = std::min(locale.find_first_of("-_", at), locale.size());
    parts.push_back(capitals(locale.substr(at, end - at)));
    at = end + 1;
  }
  // The region follows the language, or its script of four letters.
  const std::size_t place = parts.size() > 1 && parts[1].size() == 4 ? 2 : 1;
  if (parts.size() <= place || !country_code(parts[place])) return "";
  const std::string country = parts[place];
  for (std::size_t i = place + 1; i + 1 < parts.size(); ++i)
    if (parts[i] == "SD" && parts[i + 1].compare(0, 2, country) == 0)
      if (const auto part = country + "-" + parts[i + 1].substr(2); is_region(part)) return part;
  return country == "EU" || among(kCountries, country) ? country : "";
}

const std::vector<std::string>& eea_countries() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> countries;
    for (const auto list : {kUnion, kBeside})
      for (std::size_t at = 0; at < list.size(); at += 3) countries.emplace_back(list.substr(at, 2));
    return countries;
  }();
  return all;
}

bool is_region(std::string_view text) {
  if (text == "EEA" || text == "EU" || among(kCountries, text)) return true;
  if (text.size() < 4 || text.size() > 6 || !among(kCountries, text.substr(0, 2)) || text[2] != '-') return false;
  return std::all_of(text.begin() + 3, text.end(), [](char c) { return capital(c) || figure(c); });
}

Where where(const std::vector<std::string>& named, std::string_view region) {
  Where best = Where::outside;
  for (const std::string& one : named) best = std::max(best, where(std::string_view(one), region));
  return best;
}

}  // namespace countersign::policy
