#include "store/keys.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "base/crypto.hpp"
#include "store/erased_list.hpp"
#include "store/key_cache.hpp"
#include "store/key_files.hpp"
#include "store/key_retirement.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace countersign::store {
namespace {

constexpr std::string_view check_text = "countersign";  ///< sealed once, so that a foreign master key is noticed

Status make_tables(Session& session) {
  // `wrapped` is NULL once the key is destroyed: the row stays, so that nobody makes the customer a new one.
  return migrate(session, {{"CREATE TABLE customer_key(customer TEXT NOT NULL PRIMARY KEY, wrapped BLOB)",
                            "CREATE TABLE master_check(id INTEGER NOT NULL PRIMARY KEY, sealed BLOB NOT NULL)"}});
}

constexpr std::chrono::minutes kQuiet{1};  ///< whoever took a key so long ago has written what was sealed under it

Error leaving() {
  return {Fault::unavailable, "this customer's old key is being put away, nothing of theirs was left; try again"};
}

Error destroyed() { return {Fault::gone, "this customer was erased: their key is destroyed"}; }

class SqliteKeys final : public Keys {
 public:
  SqliteKeys(std::string_view master, std::unique_ptr<SqliteStore> database, std::unique_ptr<ErasedList> list)
      : index_key_(crypto::hkdf_sha256(master, "countersign index v1", 32)),
        wrapping_key_(crypto::hkdf_sha256(master, "countersign wrapping v1", 32)),
        database_(std::move(database)),
        list_(std::move(list)) {}

  [[nodiscard]] Status check_master();
  /// Makes keys and list agree: whoever is on one is on both.
  [[nodiscard]] Status forget_the_erased();
  [[nodiscard]] std::string index(std::string_view kind, std::string_view value) const override;
  [[nodiscard]] Status ensure(std::string_view customer) override;
  [[nodiscard]] Result<std::string> seal(std::string_view customer, std::string_view purpose,
                                         std::string_view plain) const override;
  [[nodiscard]] Result<std::string> open(std::string_view customer, std::string_view purpose,
                                         std::string_view sealed) const override;
  [[nodiscard]] Result<std::string> pseudonym(std::string_view customer, std::string_view what,
                                              std::string_view value) const override;
  [[nodiscard]] std::string trouble() const override { return database_->trouble(); }
  [[nodiscard]] Status destroy(std::string_view customer) override;
  [[nodiscard]] bool erased(std::string_view customer) const override {
    return list_->any() && list_->contains(row_of(customer));
  }
  [[nodiscard]] std::size_t destroyed_again() const override { return destroyed_again_; }
  /// retire_keys() below.
  [[nodiscard]] Result<Customers> retire(const Customers& customers, const StillKept& kept);

 private:
  /// The name of a customer's row; it names nobody to a reader without the master key.
  [[nodiscard]] std::string row_of(std::string_view customer) const { return index("customer key", customer); }
  [[nodiscard]] Result<KeyCache::Held> key_of(std::string_view customer) const;
  [[nodiscard]] Result<KeyCache::Held> read_key(const std::string& row) const;
  [[nodiscard]] Status delete_rows(const Customers& customers);
  [[nodiscard]] Status cut_journal();

  const Secret index_key_;
  const Secret wrapping_key_;
  const std::unique_ptr<SqliteStore> database_;
  const std::unique_ptr<ErasedList> list_;
  std::size_t destroyed_again_ = 0;
  mutable KeyCache cache_;
};

Status SqliteKeys::check_master() {
  std::string sealed;
  const Status seen = database_->read([&](Session& session) {
    session.first("SELECT sealed FROM master_check WHERE id = 1", {}, [&](const Row& row) { sealed = row.blob(0); });
  });
  if (!seen.ok()) return seen;
  if (sealed.empty()) {
    const Blob fresh{crypto::seal(wrapping_key_.bytes(), check_text, "master check")};
    return database_->commit([&](Session& session) {
      session.run("INSERT INTO master_check(id, sealed) VALUES(1, $1) ON CONFLICT(id) DO NOTHING", {fresh});
    });
  }
  if (crypto::open(wrapping_key_.bytes(), sealed, "master check") == check_text) return {};
  return Error{Fault::unavailable,
               "master.key does not belong to keys.db beside it; restore the two from the same backup"};
}

std::string SqliteKeys::index(std::string_view kind, std::string_view value) const {
  std::string text(kind);
  text.append(1, '\0').append(value);
  return crypto::to_hex(crypto::hmac_sha256(index_key_.bytes(), text));
}

Status SqliteKeys::ensure(std::string_view customer) {
  const auto held = key_of(customer);
  if (held.ok()) return {};
  if (held.error().fault != Fault::not_found) return held.error();
  const std::string row = row_of(customer);
  std::string fresh = crypto::random_bytes(32);
  const Blob wrapped{crypto::seal(wrapping_key_.bytes(), fresh, row)};
  crypto::wipe(fresh);
  bool alive = false;
  const Status made = database_->commit([&](Session& session) {
    session.run("INSERT INTO customer_key(customer, wrapped) VALUES($1, $2) ON CONFLICT(customer) DO NOTHING",
                {row, wrapped});
    session.first("SELECT wrapped FROM customer_key WHERE customer = $1", {row},
                  [&](const Row& found) { alive = !found.is_null(0); });
  });
  if (!made.ok()) return made;
  return alive ? Status() : Status(destroyed());
}

Result<KeyCache::Held> SqliteKeys::key_of(std::string_view customer) const {
  const std::string name(customer);
  if (auto held = cache_.find(name)) return held;
  const std::string row = row_of(customer);
  constexpr int kTries = 3;  // others' keys leave in between
  for (int i = 0; i < kTries; ++i) {
    const auto seen = cache_.seen();
    auto held = read_key(row);
    if (!held) return held;
    switch (cache_.keep(name, *held, seen)) {
      case KeyCache::Kept::yes:
        return held;
      case KeyCache::Kept::forbidden:
        return destroyed();  // erased while we read: it must not come back by the cache
      case KeyCache::Kept::leaving:
        return leaving();
      case KeyCache::Kept::again:
        break;
    }
  }
  return leaving();
}

Result<KeyCache::Held> SqliteKeys::read_key(const std::string& row) const {
  bool known = false;
  std::string wrapped;
  const Status seen = database_->read([&](Session& session) {
    known = session.first("SELECT wrapped FROM customer_key WHERE customer = $1", {row},
                          [&](const Row& found) { wrapped = found.blob(0); });
  });
  if (!seen.ok()) return seen.error();
  if (!known) return Error{Fault::not_found, "this customer has no key; restore keys.db from its latest backup"};
  if (wrapped.empty()) return destroyed();
  auto plain = crypto::open(wrapping_key_.bytes(), wrapped, row);
  if (!plain) return Error{Fault::internal, "a row of keys.db was altered; restore keys.db from its latest backup"};
  return KeyCache::Held(std::make_shared<const CustomerKey>(std::move(*plain)));
}

Result<std::string> SqliteKeys::seal(std::string_view customer, std::string_view purpose,
                                     std::string_view plain) const {
  const auto key = key_of(customer);
  if (!key.ok()) return key.error();
  return crypto::seal((*key)->sealing.bytes(), plain, purpose);
}

Result<std::string> SqliteKeys::open(std::string_view customer, std::string_view purpose,
                                     std::string_view sealed) const {
  const auto key = key_of(customer);
  if (!key.ok()) return key.error();
  if (auto plain = crypto::open((*key)->sealing.bytes(), sealed, purpose)) return std::move(*plain);
  return Error{Fault::invalid,
               "a sealed text does not belong to its row or was altered; restore the row from a backup"};
}

Result<std::string> SqliteKeys::pseudonym(std::string_view customer, std::string_view what,
                                          std::string_view value) const {
  const auto key = key_of(customer);
  if (!key.ok()) return key.error();
  std::string text(what);
  text.append(1, '\0').append(value);
  return crypto::to_hex(crypto::hmac_sha256((*key)->naming.bytes(), text));
}

Status SqliteKeys::destroy(std::string_view customer) {
  const std::string name(customer);
  const std::string row = row_of(customer);
  cache_.forbid(name);
  if (const Status listed = list_->add(row, SystemClock().now()); !listed.ok()) {
    cache_.allow(name);
    return listed;
  }
  const Status gone = database_->commit([&](Session& session) {
    session.run(
        "INSERT INTO customer_key(customer, wrapped) VALUES($1, NULL) "
        "ON CONFLICT(customer) DO UPDATE SET wrapped = NULL",
        {row});
  });
  if (!gone.ok()) return gone;  // it is on the list: if not now, then it is destroyed at the next start
  return cut_journal();
}

/// The journal still holds the page with the key until it is copied over the old page and cut.
Status SqliteKeys::cut_journal() {
  const auto cut = std::make_shared<std::promise<Status>>();
  auto answer = cut->get_future();
  database_->submit_truncate([cut](Status status) { cut->set_value(std::move(status)); });
  return answer.get();
}

Result<Customers> SqliteKeys::retire(const Customers& customers, const StillKept& kept) {
  Customers quiet;
  for (const auto& one : customers)
    if (cache_.leaves(one, kQuiet)) quiet.insert(one);
  const std::shared_ptr<void> they_stay(nullptr, [&](void*) {
    for (const auto& one : quiet) cache_.stays(one);
  });
  const auto stay = kept(quiet);
  if (!stay) return stay.error();
  Customers going;
  std::set_difference(quiet.begin(), quiet.end(), stay->begin(), stay->end(), std::inserter(going, going.end()));
  if (going.empty()) return going;
  if (const auto gone = delete_rows(going); !gone) return gone.error();
  return going;
}

Status SqliteKeys::delete_rows(const Customers& customers) {
  const Status gone = database_->commit([&](Session& session) {
    // An erased customer's row stays as it is, so that nobody makes them a key.
    for (const auto& one : customers)
      session.run("DELETE FROM customer_key WHERE customer = $1 AND wrapped IS NOT NULL", {row_of(one)});
  });
  return gone.ok() ? cut_journal() : gone;
}

Status SqliteKeys::forget_the_erased() {
  const auto listed = list_->all();
  std::vector<std::string> back, unlisted;
  const Status seen = database_->read([&](Session& session) {
    session.each("SELECT customer, wrapped FROM customer_key", {}, [&](const Row& row) {
      const bool on_list = listed.find(row.text(0)) != listed.end();
      if (on_list && !row.is_null(1)) back.push_back(row.text(0));
      if (!on_list && row.is_null(1)) unlisted.push_back(row.text(0));
    });
  });
  if (!seen.ok()) return seen;
  for (const auto& row : unlisted)
    if (const Status added = list_->add(row, SystemClock().now()); !added.ok()) return added;
  if (back.empty()) return {};
  const Status gone = database_->commit([&](Session& session) {
    for (const auto& row : back) session.run("UPDATE customer_key SET wrapped = NULL WHERE customer = $1", {row});
  });
  if (!gone.ok()) return gone;
  destroyed_again_ = back.size();
  return cut_journal();
}

}  // namespace

Result<std::unique_ptr<Keys>> Keys::open(const std::filesystem::path& folder) try {
  if (const Status made = make_key_folder(folder); !made.ok()) return made.error();
  const auto database_path = folder / "keys.db";
  auto master = key_file(folder / "master.key", !std::filesystem::exists(database_path),
                         {"the master key", "texts were sealed under it"});
  if (!master.ok()) return master.error();
  auto database = SqliteStore::open(database_path, make_tables);
  if (!database.ok()) return database.error();
  auto list = ErasedList::open(folder.parent_path() / "erased.list");
  if (!list.ok()) return list.error();
  auto keys = std::make_unique<SqliteKeys>(*master, std::move(*database), std::move(*list));
  crypto::wipe(*master);
  if (const Status fits = keys->check_master(); !fits.ok()) return fits.error();
  if (const Status agreed = keys->forget_the_erased(); !agreed.ok()) return agreed.error();
  return std::unique_ptr<Keys>(std::move(keys));
} catch (const std::exception& failure) {
  return Error{Fault::unavailable, "cannot open the key store " + folder.string() + " (" + failure.what() + ")"};
}

Result<Customers> retire_keys(Keys& keys, const Customers& customers, const StillKept& kept) {
  auto* own = dynamic_cast<SqliteKeys*>(&keys);
  if (own == nullptr) return Error{Fault::internal, "this key store cannot put a key away"};
  return own->retire(customers, kept);
}

}  // namespace countersign::store
