// Version 4: the ids under which the record knows members of staff.
#include "store/schema.hpp"

namespace countersign::store {

std::vector<std::string_view> schema_v4() {
  return {"CREATE TABLE staff(name TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE)"};
}

}  // namespace countersign::store
