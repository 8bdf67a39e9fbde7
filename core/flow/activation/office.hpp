// Office: who puts policies in force where `activation: two_people` holds. The folder is only a proposal there: what is
// in force is the set of the newest signed bundle, whoever writes the folder. Opened by the gateway; its acts are
// called by commands and HTTP for officers whose token was looked at, on any thread, one act at a time; look() by the
// watch.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "flow/activation/ledger.hpp"
#include "flow/activation/newest.hpp"
#include "flow/activation/trying.hpp"
#include "flow/activation/weigh.hpp"
#include "flow/audit/entry.hpp"

namespace countersign::activation {

/// What decides: one set for all, or two while a canary runs.
struct InForce {
  std::shared_ptr<const policy::PolicySet> set;              ///< never null; policy::PolicySet::none() holds everything
  std::shared_ptr<const policy::PolicySet> trial = nullptr;  ///< null: no canary
  Scope scope = {};
};

/// A token in force of somebody who may act on policies.
struct Holder {
  std::string user;
  std::string hash;  ///< hex SHA-256 of the token, as users keep it
};

/// What came of an act.
struct Done {
  std::string state;        ///< proposed | approved | in_force | waits_for_confirmation | canary | withdrawn
  std::string digest;       ///< of the set that it was about
  std::int64_t bundle = 0;  ///< the one that was made, 0 for none
  std::string words;        ///< what is so now and what comes next, a sentence or two
  std::optional<Weighed> weighed = std::nullopt;
};

/// Names of the configuration that a canary can be for.
struct Places {
  std::vector<std::string> channels, brands;
};

/// A proposal, and whether it was compared with what is in force now.
struct Proposed {
  Proposal proposal;
  bool fits = false;
};

/// What a proposal must have been compared with.
struct Base {
  std::string digest;
  std::int64_t since = 0;
  std::vector<std::string> spent;
  [[nodiscard]] bool fits(const Proposal& proposal) const;
};

/// What `policy status` and health say; people by name.
struct State {
  std::optional<Bundle> bundle;  ///< in force; none: everything is held
  std::size_t rules = 0;
  std::vector<Proposed> proposals;   ///< not used yet, or withdrawn lately, the newest first
  std::vector<std::string> trouble;  ///< what somebody must look after, one sentence each
  std::string public_key;            ///< hex; "" without a key
};

class Office {
 public:
  struct Terms {
    store::Store& store;
    const Clock& clock;
    std::filesystem::path key;    ///< keys/policy.key
    std::filesystem::path first;  ///< folder of the set that an installation begins with
    std::function<std::shared_ptr<const detect::Plugged>()> detectors = {};  ///< those of the configuration
    Misfits misfits = {};                                                    ///< set before the first act
    std::function<Places()> places = {};                                     ///< the same
    /// What is no error and yet likely not meant, by the configuration as it is: one a line. May be missing.
    std::function<std::string(const policy::Loaded&)> doubts = {};
    /// Those who are there when an installation begins; `set` says which roles may act on policies.
    std::function<std::vector<Holder>(store::Session&, const policy::PolicySet& set)> holders = {};
    std::function<void(const InForce&)> put = {};  ///< takes what is in force after an act; must not throw
    /// Calls those on call, inside a job; returns what is to be done once that is durable.
    std::function<std::function<void()>(store::Session&)> call = {};
  };

  /// Reads what is in force; the first time, makes the folder's set the first bundle. When the bundle that was put in
  /// force last is missing, or does not verify or load, everything is held, never an older one taken; a row that nobody
  /// here signed changes nothing. Both are recorded. An error only when the store fails, or when an installation's
  /// first set does not load (`invalid`: every problem, one a line).
  [[nodiscard]] static Result<std::unique_ptr<Office>> open(Terms terms);

  [[nodiscard]] InForce in_force() const;
  /// No set is in force: there is no bundle that counts.
  [[nodiscard]] bool holds_everything() const;
  [[nodiscard]] State state() const;
  /// State::trouble alone: cheap, for health.
  [[nodiscard]] std::vector<std::string> trouble() const;
  /// Every bundle, the newest first; people by name.
  [[nodiscard]] Result<std::vector<Ledger::Line>> history() const;

  /// Users and tokens are rows of the database. An act counts only with a token that this installation made for its
  /// user: vouch() signs that, whoever made the token calls it; vouched() is asked before an act, `forbidden` if not.
  [[nodiscard]] Status vouch(const Holder& holder);
  [[nodiscard]] Status vouched(const Holder& holder) const;

  // Acts of officers, by name. `invalid`: the set is not fit to be in force (every problem, one a line); `forbidden`:
  // somebody else must do it; `conflict`: what is so now does not allow it; `not_found`: no such proposal or bundle.
  // A digest may be cut to its first characters, eight or more, that stand for one set only.

  [[nodiscard]] Result<Done> propose(const std::string& user, const std::filesystem::path& folder,
                                     const Lately& lately);
  /// The proposal of this digest, weighed against what is in force.
  [[nodiscard]] Result<Done> show(const std::string& word, const Lately& lately);
  /// The files of a proposed set, byte for byte.
  [[nodiscard]] Result<policy::SourceFiles> files(const std::string& word) const;
  [[nodiscard]] Result<Done> approve(const std::string& user, const std::string& word);
  /// For all, or as a canary.
  [[nodiscard]] Result<Done> activate(const std::string& user, const std::string& word,
                                      const std::optional<Scope>& scope);
  /// Who approved it takes back the approval; anybody else the proposal, if it is not in force.
  [[nodiscard]] Result<Done> withdraw(const std::string& user, const std::string& word);
  [[nodiscard]] Result<Done> tighten(const std::string& user, const std::filesystem::path& folder);
  [[nodiscard]] Result<Done> confirm(const std::string& user, const std::string& word);
  [[nodiscard]] Result<Done> roll_back(const std::string& user, std::int64_t bundle, const Lately& lately);
  [[nodiscard]] Result<Done> promote(const std::string& user);
  [[nodiscard]] Result<Done> end_canary(const std::string& user);

  /// Says loudly, once, that nobody confirmed in time.
  void look();

 private:
  using Job = std::function<void(store::Session&)>;
  struct Now {
    std::optional<Bundle> bundle;
    policy::Loaded set, trial;
  };
  explicit Office(Terms terms) : terms_(std::move(terms)) {}
  [[nodiscard]] Status begin();
  [[nodiscard]] Status bootstrap();
  [[nodiscard]] Status take_up(const Newest& last, const Newest& noted);
  [[nodiscard]] Status hold(const Error& why);
  [[nodiscard]] Status hold_at(const Ledger::Line& line, const std::string& why);
  [[nodiscard]] Status hold_without(const Newest& last, const std::vector<Ledger::Line>& lines);
  void note_newest();
  [[nodiscard]] std::filesystem::path newest_file() const;
  [[nodiscard]] Status refuse(const Ledger::Line& line, const std::string& why);
  /// `about`: what else the entry of the record says.
  [[nodiscard]] Status enact(Bundle next, Now to, const std::string& reason, const Job& more,
                             const json::Object& about = {});
  [[nodiscard]] Status names_one(const std::string& word) const;
  [[nodiscard]] Result<Proposal> proposal(const std::string& word) const;
  [[nodiscard]] Result<Proposal> proposal_of(const Canary& canary) const;
  [[nodiscard]] Error none_of(const std::vector<Proposal>& over, const std::string& word) const;
  [[nodiscard]] Error nothing_to_withdraw(const std::string& word, const Error& why) const;
  [[nodiscard]] Result<Done> put_withdrawal(const std::string& user, Proposal proposal, bool approval);
  [[nodiscard]] Status fits_now(const Proposal& proposal) const;
  [[nodiscard]] Base base() const;
  [[nodiscard]] Status known(const Scope& scope) const;
  [[nodiscard]] Status still_users(const std::vector<std::string>& ids) const;
  [[nodiscard]] std::string name_of(const std::string& id) const;
  void put_names(Bundle& bundle) const;
  [[nodiscard]] Result<Tried> tried(const std::filesystem::path& folder) const;
  [[nodiscard]] Result<policy::Loaded> kept_set(const SetRef& ref) const;
  [[nodiscard]] Result<Weighed> weighed(const policy::Loaded& after, const Lately& lately) const;
  [[nodiscard]] Result<Done> put_proposal(Proposal proposal, const policy::Loaded& loaded, Weighed weighed);
  [[nodiscard]] Result<Done> put_tightened(const std::string& user, const policy::Loaded& loaded);
  [[nodiscard]] Result<Done> activate_now(const std::string& user, Proposal proposal);
  [[nodiscard]] Result<Done> start_canary(const std::string& user, const Proposal& proposal, const Scope& scope);
  /// `act` gets the id of the user of this name, as it stands in the record.
  [[nodiscard]] Result<Done> acted(const std::string& name,
                                   const std::function<Result<Done>(const std::string& user)>& act);
  [[nodiscard]] std::string digest() const { return now_.set.set->digest(); }
  [[nodiscard]] audit::Entry entry(audit::Kind kind, const std::string& user, const std::string& reason) const;

  const Terms terms_;
  std::optional<Ledger> ledger_;  ///< none: there is no key to verify with
  mutable std::mutex turn_;       ///< one act at a time
  mutable std::mutex mutex_;      ///< of all below; acts read them under turn_ alone
  Now now_;
  Newest newest_;        ///< the bundle that was put in force last, be it refused by now
  std::string refused_;  ///< "" or why a newer bundle is not in force
  std::string unnoted_;  ///< "" or why newest_ does not stand in its file
  bool overdue_ = false;
};

}  // namespace countersign::activation
