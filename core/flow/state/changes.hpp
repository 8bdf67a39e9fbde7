// Changes: everything one step of the road writes, collected outside the writer's thread and committed as one
// transaction: state, record and further work together, or nothing. Made per step, used by one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "flow/audit/entry.hpp"
#include "flow/house.hpp"
#include "flow/state/conversation.hpp"
#include "flow/state/message.hpp"
#include "flow/state/work.hpp"

namespace countersign {

class Changes {
 public:
  explicit Changes(const House& house);

  /// Adds an entry to the record; returns its id, which is final before the commit (a receipt can be named in the
  /// text). `conversation` and digests are made by note(); `entry.at` is set here.
  std::string record(audit::Entry entry);
  /// An entry about a conversation, with its pseudonym and the revision that this step found filled in.
  std::string record(const Conversation& conversation, audit::Entry entry);
  /// Saves the conversation; its revision must be the one it was loaded with. What raises a revision is on record, so
  /// that a gap shows: when no entry is about the conversation yet, one says that it was `updated`.
  void save(const Conversation& conversation);
  void add(const Conversation& conversation, const Message& message);
  void add(Work row);
  /// The work this step was asked to do is done.
  void done(const Work& row);
  void postpone(const Work& row, Time due_at);
  /// The same work is to be done from `due_at` on; no try is counted. The job fails with `gone` when it was done
  /// already.
  void renew(const Work& row, Time due_at);
  /// Any other statement of this transaction.
  void then(std::function<void(store::Session&)> step);

  /// Looked at first, inside the transaction: when true, nothing of these changes happens (commit() says `conflict`).
  void unless(std::function<bool(store::Session&)> over) { over_ = std::move(over); }

  /// Something could not even be prepared (an erased customer): commit() answers this and writes nothing.
  void fail(const Error& error);

  /// All of it durable, or an error and nothing happened. New work is handed to the worker afterwards.
  [[nodiscard]] Status commit();
  /// The same without waiting: `then` is told on the store's thread, or on this one when nothing could even be tried.
  /// It must be short and take no conversation's lock. These changes are spent.
  void commit(std::function<void(Status)> then);

 private:
  using Steps = std::vector<std::function<void(store::Session&)>>;
  /// What follows once all is durable.
  struct Effects {
    std::vector<Work> work;
    std::vector<metrics::Counter*> counted;
    std::string ref;   ///< of the conversation that changed, "" for none
    Time recorded{};  ///< when the newest entry was made
  };
  void count(const audit::Entry& entry);
  [[nodiscard]] Status ready() const;
  /// `over` says afterwards whether nothing was done, because of unless().
  [[nodiscard]] store::Store::Job job(std::shared_ptr<bool> over);
  [[nodiscard]] static Status follow(const House& house, const Effects& effects, bool over);
  const House& house_;
  std::function<bool(store::Session&)> over_;
  Steps steps_;
  Effects effects_;
  Status failed_;
  bool about_conversation_ = false;  ///< an entry is
};

/// Whether a look into the store failed, and not because the thing is gone: no work is over because of that.
template <class T>
[[nodiscard]] bool may_come_back(const Result<T>& looked) {
  return !looked && looked.error().fault != Fault::not_found && looked.error().fault != Fault::gone;
}

/// Hands work back to the worker for a later time, without a try being counted: it waits for somebody who is known not
/// to answer now, or for an earlier reply. In the store it stays due, so a restart looks at once.
void wait_until(const House& house, Work work, Time due);

/// Hands work back to the worker a few seconds from now: its step could not be committed and must not be lost, nor
/// spin.
void try_later(const House& house, Work work);

}  // namespace countersign
