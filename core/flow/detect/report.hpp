// What `countersign detect` prints: one JSON line per text. Called by the command and by tests; one thread.
#pragma once

#include <iosfwd>
#include <string>

#include "flow/detect/detector.hpp"

namespace countersign {

/// {"emotion", "findings": [{"kind", "start", "end", "score", ...}], "language", "risk", "topic", "topics"}; scores from 0
/// to 1; a commitment has "what", "amount" (units of the currency), "currency" and "by" where known.
[[nodiscard]] std::string report_line(const Sight& sight);

/// Reads {"text", "written_by"?, "locale"?, "id"?} lines until the end, writes one line for each, with the id it came with. A bad line makes one
/// {"error"} line and goes on. Returns the exit code: 0, or 1 when there was a bad line.
int detect_lines(std::istream& in, std::ostream& out, const Detector& detector);

}  // namespace countersign
