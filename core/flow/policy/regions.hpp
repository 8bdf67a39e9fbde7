// Regions: where a customer is, as ISO 3166 codes ("DE", "US-CA"), and whether that is within what a document names
// ("EEA", "US", "US-CA"). Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::policy {

/// "de-AT" -> "AT", "en-US-u-sd-usca" -> "US-CA" (BCP 47 with the `sd` key of Unicode locales); "" when the locale
/// names none, or one that does not exist ("en-UK"): nobody knows where that customer is.
[[nodiscard]] std::string region_of(std::string_view locale);

/// Whether a document may name it: a country (ISO 3166-1), a part of one (ISO 3166-2), EU or EEA.
[[nodiscard]] bool is_region(std::string_view text);

/// The code of what was meant: "DE" of "Germany", "Deutschland", "de" or "DEU", "US-CA" of "California", "GB" of "UK"; ""
/// when nobody can tell.
[[nodiscard]] std::string region_meant(std::string_view written);

/// The countries of the European Economic Area.
[[nodiscard]] const std::vector<std::string>& eea_countries();

enum class Where : std::uint8_t { outside, unknown, inside };

/// Where `region` lies, seen from the regions `named`. Unknown: nobody knows the region, or only the country of a part
/// that is named.
[[nodiscard]] Where where(const std::vector<std::string>& named, std::string_view region);

}  // namespace countersign::policy
