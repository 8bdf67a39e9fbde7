// Version 3: what customers of the web chat read.
#include "store/schema.hpp"

namespace countersign::store {

std::vector<std::string_view> schema_v3() {
  return {
      R"(CREATE TABLE chat_line(
           conversation TEXT NOT NULL, position INTEGER NOT NULL, message TEXT NOT NULL UNIQUE, author TEXT NOT NULL,
           at INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (conversation, position)))",
  };
}

}  // namespace countersign::store
