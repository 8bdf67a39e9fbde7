// Outcome: what became of a customer's message, read from the conversation and the record as the API gives them. Pure
// but for the record's reading; called by the scenes and by the player of a file.
#pragma once

#include <string>
#include <vector>

#include "app/demo/visitor.hpp"

namespace countersign::app::demo {

struct Outcome {
  enum class Kind { answered, held, handed_over, blocked, undelivered };
  Kind kind = Kind::undelivered;
  std::string queue;               ///< handed over: where to
  std::string notice;              ///< answered: "ai-notice@2/en"
  bool by_notice = false;          ///< answered: with the approved AI notice alone, not by a model
  std::string source;              ///< answered: the articles' titles
  std::string text;                ///< of the reply, as composed
  std::string reply;               ///< the reply's id, if there is one
  std::vector<std::string> rules;  ///< what decided: "person-on-request", "moment refund", or a plain sentence
};

/// `conversation` has settled; `message` is our id of the customer's message.
[[nodiscard]] Outcome outcome_of(Visitor& visitor, const json::Value& conversation, const std::string& message);

/// "answered by AI (notice ai-notice@2/en, source Returns)", "handed over to support" …
[[nodiscard]] std::string in_words(const Outcome& outcome);
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

}  // namespace countersign::app::demo
