// Staff: the record knows members of staff by an id; the name to it stands in a table outside the record, so that a
// name can be taken away and every proof still holds. Entries come in with "user:NAME"; this is the only place that
// makes "user:ID" of it, for whoever writes an entry. Called by Changes and record(); any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "flow/audit/entry.hpp"
#include "store/store.hpp"

namespace countersign::audit {

/// Puts ids in the place of names, in `actor` and everywhere in `more`; makes an id for a name that has none yet. An id
/// stays as it is. Throws what the session throws.
void unname(store::Session& session, Entry& entry);
/// The same outside a transaction: reads, and commits only for a new name. The error is the store's.
[[nodiscard]] Status unname(store::Store& store, Entry& entry);

/// "user:ID" -> name, of those whose id stands in `entries` (bytes of the record). For people who may see the record.
[[nodiscard]] std::map<std::string, std::string> names_in(store::Session& session, std::string_view entries);

}  // namespace countersign::audit
