#include "store/schema.hpp"

#include <string>

namespace countersign::store {

Status migrate(Session& session, const std::vector<Migration>& migrations) {
  session.run("CREATE TABLE IF NOT EXISTS schema_version(version INTEGER NOT NULL PRIMARY KEY)");
  std::int64_t seen = 0;
  session.each("SELECT coalesce(max(version), 0) FROM schema_version", {},
               [&](const Row& row) { seen = row.integer(0); });
  const auto newest = static_cast<std::int64_t>(migrations.size());
  if (seen > newest) {
    return Error{Fault::conflict, "this database was written by a newer countersign (tables of version " +
                                      std::to_string(seen) + ", this program knows " + std::to_string(newest) +
                                      "); start the newer program, or restore the backup made before the upgrade"};
  }
  for (auto version = seen; version < newest; ++version) {
    for (const auto statement : migrations[static_cast<std::size_t>(version)]) session.run(statement);
    session.run("INSERT INTO schema_version(version) VALUES($1)", {version + 1});
  }
  return {};
}

Status apply_schema(Session& session) {
  return migrate(session, {schema_v1(), schema_v2(), schema_v3(), schema_v4(), schema_v5(), schema_v6(), schema_v7(),
                           schema_v8()});
}

}  // namespace countersign::store
