// Words: a text as comparable terms. Lower-case, accents folded, light suffix stripping for English, German, French and
// Spanish. No state; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace knowledge {

/// en, de, fr or es: the one whose function words `text` uses most; en when none stands out.
[[nodiscard]] std::string guess_language(std::string_view text);

/// The terms of `text` in order, function words and greetings of `language` left out. Negations and words of trouble
/// ("not", "never", "still", "wrong") stay: they make a question differ from an article's.
[[nodiscard]] std::vector<std::string> terms(std::string_view text, std::string_view language);

/// Does the sentence ask something? A question mark, or a question's first words in `language`.
[[nodiscard]] bool asks(std::string_view sentence, std::string_view language);

/// Sentences with their end marks; line breaks end one too.
[[nodiscard]] std::vector<std::string> sentences(std::string_view text);

}  // namespace knowledge
