// What somebody meant who wrote a value as people do and not as the language has it: "31.12.2026", "100€", "10 min",
// "8-18 Uhr", "2%", or a word in another language or between curly quotes. For the messages of problems only: nothing
// is ever accepted that way. Pure; any thread. "" when nobody can tell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign::policy {

[[nodiscard]] std::string date_meant(std::string_view written);    ///< "2026-12-31"
[[nodiscard]] std::string amount_meant(std::string_view written);  ///< "100 EUR"
[[nodiscard]] std::string span_meant(std::string_view written);    ///< "10 minutes"
[[nodiscard]] std::string hours_meant(std::string_view written);   ///< "08:00-18:00"
[[nodiscard]] std::string share_meant(std::string_view written);   ///< "2 percent"
/// The word of `known` that is written most like it or says the same: of "wenn_nicht" if_not, of "off" paused.
[[nodiscard]] std::string word_meant(std::string_view written, const std::vector<std::string_view>& known);

}  // namespace countersign::policy
