// Openings: hands out the key of one text's digest (flow/audit/text_digest.hpp), so that a customer, an auditor or a
// court who has the text and its receipt can check that the receipt is of this text. Each time is on the record. Called
// by `audit opening` and the API; any thread.
#pragma once

#include <string>

#include "flow/house.hpp"

namespace countersign::report {

/// `id` is a message, or an entry about one, such as a delivery's `receipt`. `gone` once the text was erased or its
/// time was over; `not_found` when nobody knows it.
[[nodiscard]] Result<std::string> hand_out_opening(const House& house, const std::string& id, const std::string& user);

}  // namespace countersign::report
