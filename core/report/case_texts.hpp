// Case texts: whether the texts of a conversation are in the database as the record says. Who wrote a text, what became
// of it and when stands in a row, and a row is in no log: whoever can write the database can change it, or take it
// away. Known to this room only; inside a read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "flow/state/message.hpp"
#include "report/case_story.hpp"

namespace countersign::report {

/// By message: what its row says against its entries, in plain words.
using TextDoubts = std::map<std::string, std::vector<std::string>>;

/// `messages` and `story` are those of one conversation, read in the same read. A text that its time or an erasure took
/// away is in no doubt. The error is that of a key that cannot be used.
[[nodiscard]] Result<TextDoubts> doubts_about(store::Session& session, const store::Keys& keys,
                                              const std::string& customer, const std::vector<Message>& messages,
                                              const Story& story);

/// Whether an entry behind `seq` says that some of `what` went: "drafts" or "texts", whose time was over, or "erased".
[[nodiscard]] bool says_gone(store::Session& session, std::int64_t seq, const std::vector<std::string>& what);

}  // namespace countersign::report
