// `audit init --rotate`: the published log begins anew under another name, and the record says what was before: whoever
// keeps an old checkpoint can see whether the new log goes on where that one stood.
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/dispatch.hpp"
#include "flow/audit/entry.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

/// The last checkpoint of the log that is left; nothing when it never had one.
Result<std::optional<tlog::Checkpoint>> left_behind(const publish::Place& place) {
  const auto note = publish::LogFolder(place.log).read("checkpoint");
  if (!note) return std::optional<tlog::Checkpoint>();
  const auto key = publish::read_key(place.keys);
  if (!key) return key.error();
  auto checkpoint = tlog::open_checkpoint(*note, key->verifier());
  if (!checkpoint) return checkpoint.error();
  return std::optional(std::move(*checkpoint));
}

/// Whether the database's first entries are those of the log that is left.
bool goes_on(store::Session& session, const tlog::Checkpoint& before) {
  tlog::Range tree;
  session.each("SELECT body FROM entry WHERE seq>0 AND seq<=$1 ORDER BY seq", {static_cast<std::int64_t>(before.size)},
               [&](const store::Row& row) { tree.append(tlog::leaf_hash(row.blob(0))); });
  return tree.size() == before.size && tree.root() == before.root;
}

}  // namespace

Result<tlog::SigningKey> rotate_log(const std::filesystem::path& data, const std::string& origin, Time now,
                                    std::ostream& told) {
  const auto place = publish::place_in(data);
  const auto before = left_behind(place);
  if (!before) return before.error();
  auto key = publish::rotate(place.keys, place.log, origin);
  std::error_code unknown;
  if (!key || !*before || !std::filesystem::exists(data / "countersign.db", unknown)) return key;
  const auto store = store::SqliteStore::open(data / "countersign.db", gateway_schema);
  if (!store) return store.error();
  bool continues = false;
  const auto recorded = (*store)->commit([&](store::Session& session) {
    continues = goes_on(session, **before);
    audit::Entry entry;
    entry.kind = audit::Kind::config_changed;
    entry.at = now;
    entry.actor = "operator";
    entry.reason = continues ? "the published log goes on under another name"
                             : "the published log begins anew: its entries are not those that were published before";
    entry.more = {{"log", json::Object{{"origin", origin},
                                       {"before", (*before)->origin},
                                       {"before_size", static_cast<std::int64_t>((*before)->size)},
                                       {"before_root", tlog::to_base64((*before)->root)},
                                       {"continues", continues}}}};
    audit::record(session, entry);
  });
  if (!recorded) return recorded.error();
  told << (continues ? "All entries of " : "NOT all entries of ") << (*before)->origin << " ("
       << (*before)->size << ", root " << tlog::to_base64((*before)->root)
       << (continues ? ") are those of the database; the record says so.\n"
                     : ") are those of the database: the new log is another history, and the record says so.\n");
  return key;
}

}  // namespace countersign::app
