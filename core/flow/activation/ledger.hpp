// The ledger: bundles, proposals and the bytes of sets in the store, each statement with its Ed25519 signature by the
// installation's own key (keys/policy.key, 0600). What does not verify is as good as not there. Used by office.cpp; the
// writing functions inside a store job.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "flow/activation/bundle.hpp"
#include "flow/activation/newest.hpp"
#include "store/store.hpp"

namespace countersign::activation {

/// The key that signs; it never leaves this class.
class Signer {
 public:
  /// Makes the key if there is none and `may_make`. The error says what to restore.
  [[nodiscard]] static Result<Signer> open(const std::filesystem::path& key, bool may_make);
  [[nodiscard]] std::string sign(std::string_view statement) const;
  [[nodiscard]] bool made(std::string_view statement, std::string_view signature) const;
  [[nodiscard]] const std::string& public_key() const { return public_; }  ///< 32 raw bytes

 private:
  explicit Signer(std::string seed);
  std::string seed_, public_;
};

/// A row of bundles as it lies in the store.
struct Kept {
  std::int64_t number = 0;
  std::string body, signature;
};

/// The set of this digest, if it was ever proposed or in force here; else null. Only for looking back: its digest is
/// all that is checked.
[[nodiscard]] std::shared_ptr<const policy::PolicySet> kept_set(store::Session& session, const std::string& digest,
                                                                Time now);

class Ledger {
 public:
  Ledger(store::Store& store, Signer signer) : store_(store), signer_(std::move(signer)) {}

  /// Every bundle, the newest first; what does not verify is an Error that says so.
  struct Line {
    std::int64_t number = 0;
    std::string sha256;  ///< of the statement
    Result<Bundle> bundle;
  };
  [[nodiscard]] Result<std::vector<Line>> bundles() const;
  /// The set, if its bytes are those that were signed; compiled at `now`.
  [[nodiscard]] Result<policy::Loaded> set(const SetRef& ref, Time now) const;
  /// Digests of all sets that were ever proposed or in force and begin so.
  [[nodiscard]] Result<std::vector<std::string>> digests(const std::string& beginning) const;
  /// Every proposal whose signature verifies, the newest first.
  [[nodiscard]] Result<std::vector<Proposal>> proposals() const;

  /// The line that counts: the newest that verifies; null when that is not `last`, which was put in force last, or one
  /// after it.
  [[nodiscard]] static const Line* counting(const std::vector<Line>& lines, const Newest& last);

  static void put_set(store::Session& session, const SetRef& ref, const policy::SourceFiles& files);
  /// Its number is free, or that of a row that does not verify, which gives way.
  void put(store::Session& session, const Bundle& bundle) const;
  void put(store::Session& session, const Proposal& proposal) const;
  [[nodiscard]] const Signer& signer() const { return signer_; }

 private:
  store::Store& store_;
  Signer signer_;
};

}  // namespace countersign::activation
