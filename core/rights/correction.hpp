// Correction: what is kept about a customer and wrong is put right (Regulation (EU) 2016/679 Art. 16): in every
// conversation and in the notes of the built-in desk. What was said and sent stays as it was said; what stands where
// the gateway cannot write is left to people, as errands with a date. Recorded; ends the open request to correct. Any
// thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rights/customers.hpp"
#include "rights/requests.hpp"

namespace countersign::rights {

/// What is to be corrected; absent members stay.
struct Correction {
  std::optional<std::string> name;
  std::optional<std::string> locale;
};

struct Corrected {
  int conversations = 0;
  int notes = 0;             ///< in which the old name stood
  std::vector<Errand> left;  ///< where the old name may stand as well
};

/// `invalid` when nothing is to be corrected.
[[nodiscard]] Result<Corrected> correct(const House& house, const Actor& actor, const Customer& customer,
                                        const Correction& correction);

/// `text` with `name` in the place of every `old` that stands alone (not inside a longer word).
[[nodiscard]] std::string renamed(std::string_view text, std::string_view old, std::string_view name);

}  // namespace countersign::rights
