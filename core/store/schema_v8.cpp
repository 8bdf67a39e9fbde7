// Version 8: customers of whom retention removed the last conversation and whose key is still there.
#include "store/schema.hpp"

namespace countersign::store {

std::vector<std::string_view> schema_v8() {
  return {"CREATE TABLE key_to_go(customer TEXT PRIMARY KEY, at INTEGER NOT NULL)"};
}

}  // namespace countersign::store
