// The small table that the store's tests write to.
#pragma once

#include <memory>
#include <string>

#include "folder.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace countersign::store {

inline Status make_notes(Session& session) {
  return migrate(session, {{"CREATE TABLE note(id INTEGER NOT NULL PRIMARY KEY, words TEXT)"}});
}

inline std::unique_ptr<SqliteStore> open_notes(const std::filesystem::path& path, const SqliteOptions& options = {}) {
  auto opened = SqliteStore::open(path, make_notes, options);
  return opened.ok() ? std::move(*opened) : nullptr;
}

inline void add_note(Session& session, std::int64_t id, std::string_view words = "") {
  session.run("INSERT INTO note(id, words) VALUES($1, $2)", {id, words});
}

/// -1 when it cannot be read.
inline std::int64_t count_notes(Store& store) {
  std::int64_t count = -1;
  const Status read = store.read([&](Session& session) {
    session.first("SELECT count(*) FROM note", {}, [&](const Row& row) { count = row.integer(0); });
  });
  return read.ok() ? count : -1;
}

}  // namespace countersign::store
