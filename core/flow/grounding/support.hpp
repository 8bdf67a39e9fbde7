// Support: which sentence of a text by AI rests on which source, and which on none. By a measure that can be read out
// to a person: the share of a sentence's content words (rare ones count more) that stand close together in a source;
// every number, amount, code and name of the sentence must stand there too, and what is denied must be denied there.
// Called by the gate at the reply border and by the API for reviewers; pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::grounding {

enum class Rests : std::uint8_t {
  source,    ///< on sources[]
  customer,  ///< says again what the customer said
  nothing,   ///< claims nothing: a greeting, thanks, a question, an offer
  none,      ///< on nothing we know
};
/// "source" | "customer" | "no_claim" | "none"
[[nodiscard]] std::string_view to_word(Rests rests);

struct Sentence {
  std::uint32_t start = 0;  ///< bytes of the text
  std::uint32_t end = 0;
  Rests rests = Rests::none;
  std::vector<int> sources = {};  ///< indices, the best first; also of those that come close
  int share = 0;                  ///< thousandths of its content that stand in the best source
  std::string why = {};           ///< for a person: one sentence without any of the text's words
};

/// How many sentences rest on what: facts, without text.
struct Counts {
  int sentences = 0;
  int source = 0;
  int customer = 0;
  int nothing = 0;
  int none = 0;
};

struct Basis {
  std::vector<std::string_view> sources;   ///< texts of articles and looked-up facts
  std::vector<std::string_view> customer;  ///< what the customer wrote
  std::string_view language;               ///< of the text, ISO 639-1, or ""
};

/// At most kMostSentences; what stands behind them is one more sentence that rests on none. Bounded in time for any
/// input: no more than kMostBytes of the text, the sources and the customer's words each are read.
inline constexpr std::size_t kMostSentences = 200;
inline constexpr std::size_t kMostBytes = 64 * 1024;
[[nodiscard]] std::vector<Sentence> ground(std::string_view text, const Basis& basis);

[[nodiscard]] Counts counts_of(const std::vector<Sentence>& sentences);

}  // namespace countersign::grounding
