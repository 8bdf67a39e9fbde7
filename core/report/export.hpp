// Export: the record as a file for other tools, one entry in each line. JSON lines are the entries byte for byte, so
// that their hashes can be checked; CSV (RFC 4180) is for spreadsheets and begins with a header. Pure.
#pragma once

#include <string>

#include "report/lines.hpp"

namespace countersign::report {

/// The first line of a CSV file.
[[nodiscard]] std::string csv_header();
/// One entry: what an auditor sorts and counts by; the rest is in the JSON.
[[nodiscard]] std::string csv_row(const Line& line);

}  // namespace countersign::report
