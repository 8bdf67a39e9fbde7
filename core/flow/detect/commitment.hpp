// What a promise is worth: the amount, the currency and the date in the sentence that makes it. Pure; any thread.
#pragma once

#include <string_view>

#include "flow/detect/finding.hpp"

namespace countersign::detect {

/// Reads `sentence` (folded view). `what` is money | entitlement | admission | date. Of several amounts the largest counts:
/// a limit must not be passed by naming a small one too.
[[nodiscard]] Commitment read_commitment(std::string_view what, std::string_view sentence);

/// The same of a promise in words that no rule knows: with an amount it is of money, with a day or period a date, else an
/// entitlement.
[[nodiscard]] Commitment unnamed_commitment(std::string_view sentence);

/// "1.234,50", "1,234.50", "8.5", "20" in hundredths; nullopt for anything else or above 10^13.
[[nodiscard]] std::optional<std::int64_t> cents_of(std::string_view number);

}  // namespace countersign::detect
