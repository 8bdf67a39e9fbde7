// Where a conversation's pseudonyms come from: what is kept with it, and a secret made from the customer's key. Called
// by the gate (prompt border) and by answering; any thread, under the conversation's lock where they are changed.
#pragma once

#include "base/result.hpp"
#include "flow/house.hpp"
#include "flow/model/pseudonyms.hpp"

namespace countersign {

/// After the last prompt. Later a placeholder stands for nothing any more, whoever kept the prompt.
inline constexpr std::chrono::hours kPlaceholdersFor{24 * 30};

/// `gone` when the customer was erased: then nothing can be hidden consistently, and nothing turned back.
[[nodiscard]] inline Result<Pseudonyms> names_of(const House& house, const Conversation& conversation) {
  auto secret = house.keys.pseudonym(conversation.customer, "prompt", conversation.id);
  if (!secret) return secret.error();
  return Pseudonyms::open(conversation.pseudonyms, std::move(*secret), house.clock.now(), kPlaceholdersFor);
}

}  // namespace countersign
