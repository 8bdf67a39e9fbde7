// Version 7: what two people put in force. `bytes` are a set's canonical bytes; bodies are signed statements.
#include "store/schema.hpp"

namespace countersign::store {

std::vector<std::string_view> schema_v7() {
  return {
      "CREATE TABLE policy_source(sha256 TEXT PRIMARY KEY, digest TEXT NOT NULL, bytes BLOB NOT NULL)",
      "CREATE TABLE policy_bundle(number INTEGER PRIMARY KEY, body BLOB NOT NULL, signature BLOB NOT NULL)",
      "CREATE TABLE policy_proposal(id TEXT PRIMARY KEY, body BLOB NOT NULL, signature BLOB NOT NULL)",
  };
}

}  // namespace countersign::store
