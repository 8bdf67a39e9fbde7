// Version 6: what the published log signed last, by the log's name.
#include "store/schema.hpp"

namespace countersign::store {

std::vector<std::string_view> schema_v6() {
  return {"CREATE TABLE log_head(origin TEXT PRIMARY KEY, checkpoint TEXT NOT NULL)"};
}

}  // namespace countersign::store
