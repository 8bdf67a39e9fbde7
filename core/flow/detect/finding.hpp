// A Finding: something a detector saw in a text. Findings are facts for the policies and spans for the people who read
// why; they never carry the text itself. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flow/words.hpp"

namespace countersign {

/// Something promised or admitted in a text to send.
struct Commitment {
  std::string what;                        ///< money | entitlement | admission | date
  std::optional<std::int64_t> cents;       ///< amount in hundredths of the currency
  std::string currency;                    ///< ISO 4217, "" when none was named
  std::string by;                          ///< the date or period as written, "" when none
};

/// `kind` is one of the stable names of the interfaces page ("email", "asks_for_person", …) or an officer's data class.
struct Finding {
  std::string kind;
  std::uint32_t start = 0;                 ///< UTF-8 byte offset in the original text
  std::uint32_t end = 0;                   ///< exclusive; start == end for a finding about the whole text
  int score = 1000;                        ///< 0 to 1000 (thousandths: canonical JSON has no fractions)
  std::optional<Commitment> commitment = std::nullopt;  ///< only with kind "commitment"
};

/// All that detection says of one text.
struct Sight {
  std::string language;                    ///< ISO 639-1, "" when not known
  std::vector<std::string> topics;         ///< names of the officer's `topics` documents, best first
  Level risk = Level::low;
  Level emotion = Level::low;
  std::vector<Finding> findings;           ///< sorted by start, then end, then kind
  std::vector<std::string> detectors = {};  ///< plugins that looked too: "detect.wordlist@1.0.0/0123456789abcdef"
};

}  // namespace countersign
