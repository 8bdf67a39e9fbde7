// Languages as documents name them: the two letters of ISO 639-1, as the detectors tell them. And what somebody meant
// who wrote "german", "Deutsch", "deu" or "de-AT" instead. Constant data and ICU's names; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace countersign::policy {

struct Language {
  std::string_view code;  ///< "de"
  std::string_view name;  ///< "German"
};

/// Sorted by code; of Norwegian "no" and "nn", since that is how texts are told apart.
[[nodiscard]] std::span<const Language> languages();
[[nodiscard]] bool is_language(std::string_view text);
/// The code of what was meant, "" when nobody can tell.
[[nodiscard]] std::string language_meant(std::string_view written);
/// What is wrong with it and what to write, for a problem's message. `beside`: a key `region` may stand beside it.
[[nodiscard]] std::string not_a_language(std::string_view written, bool beside);

}  // namespace countersign::policy
