// The key store, apart from the database: one master key (keys/master.key, 0600), one random key per customer wrapped by
// it (keys/keys.db). Destroying a customer's key is what erases them; a restored database brings nothing back, and a
// restored key store forgets them again when it is opened (erased_list.hpp, beside the folder).
// Called by intake, journey, review and erase, on any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace countersign::store {

class Keys {
 public:
  /// Opens or makes the key store under `folder` (the data folder's keys/). An unreadable or foreign master key is an error
  /// that says so; it is never replaced.
  [[nodiscard]] static Result<std::unique_ptr<Keys>> open(const std::filesystem::path& folder);

  virtual ~Keys() = default;
  /// A stable look-up value that names nobody: hex HMAC of (kind, value) under the index key.
  [[nodiscard]] virtual std::string index(std::string_view kind, std::string_view value) const = 0;
  /// Makes the customer's key durable if there is none yet. `gone` when it was destroyed.
  [[nodiscard]] virtual Status ensure(std::string_view customer) = 0;
  /// Encrypts under the customer's key, bound to `purpose` (a row's id): a sealed text cannot be moved to another row.
  [[nodiscard]] virtual Result<std::string> seal(std::string_view customer, std::string_view purpose,
                                                 std::string_view plain) const = 0;
  /// `gone` after erasure.
  [[nodiscard]] virtual Result<std::string> open(std::string_view customer, std::string_view purpose,
                                                 std::string_view sealed) const = 0;
  /// Hex HMAC of (what, value) under the customer's key: pseudonyms and salted digests that die with the key.
  [[nodiscard]] virtual Result<std::string> pseudonym(std::string_view customer, std::string_view what,
                                                      std::string_view value) const = 0;
  /// "" while its database is fine; else what failed, where, and what to do.
  [[nodiscard]] virtual std::string trouble() const = 0;
  /// Destroys the customer's key for good: on the list of the erased first, then overwritten, committed, the journal
  /// truncated.
  [[nodiscard]] virtual Status destroy(std::string_view customer) = 0;
  /// Whether that was done, in this life or an earlier one. Never waits for the disk.
  [[nodiscard]] virtual bool erased(std::string_view customer) const = 0;
  /// Keys that came back with an older keys.db and were destroyed again when it was opened.
  [[nodiscard]] virtual std::size_t destroyed_again() const = 0;
};

}  // namespace countersign::store
