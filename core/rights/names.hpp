// Names: whose a request or a hold is, for the officers and operators who act on it. The channel's own id and name as
// long as a conversation tells them; the record's pseudonym as long as there is a key; nothing once they are erased.
// Any thread.
#pragma once

#include <string>

#include "base/json.hpp"
#include "rights/customers.hpp"

namespace countersign::rights {

struct Who {
  std::string id, name;   ///< the channel's, "" when no conversation is left
  std::string pseudonym;  ///< under which entries of the record name them, "" when their key is gone
};

/// By ref; for "" (erased) an empty one.
[[nodiscard]] Result<Who> who_is(const House& house, const std::string& ref);
/// "u-1 (Ana)", or what there is instead.
[[nodiscard]] std::string in_words(const Who& who);
[[nodiscard]] json::Object to_json(const Who& who);

}  // namespace countersign::rights
