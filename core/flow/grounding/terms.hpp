// Terms: what a sentence says, as things that can be compared: content words by a light stem, and what must stand in a
// source exactly (numbers, numbers with their unit, codes, addresses, names). Works alike in our eight languages,
// without a model. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace countersign::grounding {

enum class TermKind : std::uint8_t {
  word,      ///< content
  courtesy,  ///< greetings, thanks, apologies, offers of help or of a person: no claim
  number,    ///< "3", "three": may also come from the customer (an order's number)
  measure,   ///< a number with its unit or currency: "30 days", "12 EUR"
  code,      ///< letters and digits in one, a mailbox, a link
  name,      ///< a capital letter inside a sentence (not in German, whose nouns all have one)
};

struct Term {
  std::uint64_t key = 0;  ///< equal for equal terms, whatever case, accents, inflection, or spelling of a number
  TermKind kind = TermKind::word;
};

struct Said {
  std::vector<Term> terms;
  bool negated = false;   ///< "not", "kein", "jamais", …; twice is no less, as in most of our languages
  bool restates = false;  ///< "you write", "Sie fragen": it speaks of what the customer said
  bool greets = false;    ///< begins with a greeting or a farewell
  int words = 0;
};

/// `language`: ISO 639-1, "" when not known.
[[nodiscard]] Said terms_of(std::string_view sentence, std::string_view language);

}  // namespace countersign::grounding
