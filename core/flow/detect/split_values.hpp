// Values of which the message before holds the word or the beginning: "What is your PIN?" - "4821", "My password is" -
// "Blue!Sky7", an IBAN in two messages. Called where a text arrives and at the prompt border; pure, any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "flow/detect/text_view.hpp"

namespace countersign::detect {

struct Said {
  std::string_view text;
  bool by_customer = true;  ///< who else asked is listened to; only what customers wrote is looked for
};

struct SplitValue {
  std::size_t text = 0;   ///< index of the text it is in
  Span where;             ///< in that text
  std::string_view kind;  ///< of the finding; lives as long as the program
};

/// Secrets, security codes and IBANs that neighbours among `texts` (oldest first) make together, by the last and first
/// 80 bytes of each. What one text shows by itself may be among them.
[[nodiscard]] std::vector<SplitValue> split_values(const std::vector<Said>& texts);

}  // namespace countersign::detect
