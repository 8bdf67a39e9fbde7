// Version 2: staffing. Why a conversation is in its queue, who on call was reached, and a fast count of who waits.
#include "store/schema.hpp"

namespace countersign::store {

std::vector<std::string_view> schema_v2() {
  return {"ALTER TABLE conversation ADD COLUMN routing TEXT NOT NULL DEFAULT ''",
          "ALTER TABLE conversation ADD COLUMN assigned_to TEXT NOT NULL DEFAULT ''",
          "CREATE INDEX conversation_waiting ON conversation(queue) WHERE owner='nobody'"};
}

}  // namespace countersign::store
