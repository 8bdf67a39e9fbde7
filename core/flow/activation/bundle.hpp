// Bundle: the signed statement which set of policies is in force since when, and by whose decision. One follows the
// other and names the hash of the one before, so the newest says all: set, canary, what still needs a confirmation.
// The sets themselves lie beside, bound by two digests. People are "user:ID", as in the record. Values; written and
// read by ledger.cpp, made by office.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "flow/policy/policy_set.hpp"
#include "flow/rules.hpp"

namespace countersign::activation {

/// Names one set: the digest that stands in decisions, and the SHA-256 of its canonical bytes (names of files too).
struct SetRef {
  std::string digest, sha256;
  [[nodiscard]] bool operator==(const SetRef&) const = default;
};

/// The canonical bytes of a set: JSON, [{"name", "text"}] by name. Throws for a text that is not UTF-8.
[[nodiscard]] std::string canonical(const policy::SourceFiles& files);
[[nodiscard]] Result<policy::SourceFiles> files_from(std::string_view canonical);
[[nodiscard]] SetRef reference_of(const policy::Loaded& loaded);

/// Why there is a new bundle.
enum class Deed { bootstrap, activate, tighten, confirm, roll_back, canary, end_canary, withdraw };
[[nodiscard]] std::string_view to_word(Deed deed);

/// A set that a part of the conversations tries.
struct Canary {
  SetRef set;
  Scope scope;
  std::string proposed_by, approved_by;
  std::string proposal;  ///< id of the one that was approved
  [[nodiscard]] bool operator==(const Canary&) const = default;
};

/// What a bundle of Deed::withdraw takes back; what is in force stays as it was.
struct Withdrawal {
  std::string digest;       ///< of the set that was proposed
  std::string proposal;     ///< id
  std::string proposed_by;
  bool approval = false;    ///< only the approval: the proposal stands
  [[nodiscard]] bool operator==(const Withdrawal&) const = default;
};

struct Bundle {
  std::int64_t number = 0;
  std::string previous;  ///< hex SHA-256 of the statement before; "" for the first
  Time at{};
  Deed deed = Deed::bootstrap;
  std::string by;  ///< user who did it; "" for the bootstrap
  SetRef set;
  std::int64_t since = 0;                ///< number of the bundle that put `set` in force, this one or an earlier one
  std::string proposed_by, approved_by;  ///< of `set`; approved_by "" for a bootstrap and while a tightening waits
  std::string proposal;                  ///< id of the one that put `set` in force; "" for none
  std::vector<std::string> spent;        ///< ids of proposals and approvals that serve no more beside `set`: their canary
                                         ///< ended, or they were withdrawn
  std::optional<Withdrawal> withdrawn;   ///< by this very bundle
  std::optional<Canary> canary;
  std::optional<Time> confirm_by;  ///< a second officer must confirm the set until then
};

/// A set that somebody wants in force, and who agreed. Over a base: it can only follow the set that it was compared
/// with, and only this time: a set that comes back in force is another base.
struct Proposal {
  std::string id;
  SetRef set;
  std::string base;             ///< digest of the set in force when it was made
  std::int64_t base_since = 0;  ///< and the bundle that had put it in force; with none in force the newest there was
  std::string by;
  Time at{};
  std::string approved_by;
  Time approved_at{};
  std::string approval;  ///< id of the approval: it can be withdrawn, and another one given; "" in older ones
  std::int64_t from_bundle = 0;  ///< > 0: a roll-back to the set of this bundle
  bool used = false;             ///< it came into force, its canary ended, or it was withdrawn: propose it again
  std::string withdrawn_by;      ///< who took it back last (when `used`), or the approval of it; "" for nobody
  Time withdrawn_at{};
};

/// What is signed and kept. Strict both ways: an unknown or missing member is an error.
[[nodiscard]] std::string to_bytes(const Bundle& bundle);
[[nodiscard]] Result<Bundle> bundle_from(std::string_view bytes);
[[nodiscard]] std::string to_bytes(const Proposal& proposal);
[[nodiscard]] Result<Proposal> proposal_from(std::string_view bytes);

/// "channel=web", "brand=acme", "share=10%" or "share=2.5%"; an error says what a canary may be.
[[nodiscard]] Result<Scope> scope_from(std::string_view words);
[[nodiscard]] std::string in_words(const Scope& scope);
/// "12"; an error for anything else.
[[nodiscard]] Result<std::int64_t> bundle_number(std::string_view word);

}  // namespace countersign::activation
