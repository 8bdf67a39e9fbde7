// The tables, as an ordered list of migrations. A store remembers how many it has seen; opening it applies the rest in
// the same transaction. Called once when a store is opened.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/store.hpp"

namespace countersign::store {

/// The statements of one version, in order, one statement in each.
using Migration = std::vector<std::string_view>;

/// Version 1 of the gateway's database.
[[nodiscard]] std::vector<std::string_view> schema_v1();
/// Version 2: why a conversation is in its queue, who was reached for it, and how many wait.
[[nodiscard]] std::vector<std::string_view> schema_v2();
/// Version 3: what customers of the web chat read.
[[nodiscard]] std::vector<std::string_view> schema_v3();
/// Version 4: the ids under which the record knows members of staff.
[[nodiscard]] std::vector<std::string_view> schema_v4();
/// Version 5: people's rights.
[[nodiscard]] std::vector<std::string_view> schema_v5();
/// Version 6: what the published log signed last.
[[nodiscard]] std::vector<std::string_view> schema_v6();
/// Version 7: bundles, proposals and sources of policies that two people put in force.
[[nodiscard]] std::vector<std::string_view> schema_v7();
/// Version 8: keys that go because nothing of their customer is left.
[[nodiscard]] std::vector<std::string_view> schema_v8();

/// Brings a database to the newest of `migrations` (version n is the n-th, from 1). `conflict` when the database is
/// newer than this program. Throws what the session throws.
[[nodiscard]] Status migrate(Session& session, const std::vector<Migration>& migrations);

/// migrate() with the gateway's own tables; what open_sqlite() takes as its schema.
[[nodiscard]] Status apply_schema(Session& session);

}  // namespace countersign::store
