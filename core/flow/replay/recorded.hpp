// Decisions of the record, read back for a replay. Called by `policy replay`; one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "flow/policy/decision.hpp"
#include "flow/policy/facts.hpp"
#include "store/store.hpp"

namespace countersign::replay {

/// One rule in watch mode that looked at a text.
struct Watched {
  std::string policy;
  Verdict would = Verdict::send;  ///< what it would have asked; `send`: nothing
};

/// One decision as it was made, with the facts it rested on.
struct Recorded {
  std::string entry, message;  ///< ids
  Time at{};
  policy::Facts facts;
  policy::Decision decision;
  std::vector<Watched> watched;
};

/// What was passed over, and why; nothing is left out silently.
struct Passed {
  std::size_t without_facts = 0;  ///< made by a program that did not record them, or when judging broke off
  std::size_t unreadable = 0;
};

/// Runs a job in a read transaction of its own: the store's read, or one beside a running gateway.
using Read = std::function<Status(const store::Store::Job&)>;

/// Calls `each` for every decision with facts since `since`, oldest first, and `progress` with (done, of) now and then.
/// Reads page by page, so that the gateway's journal can be cut meanwhile.
[[nodiscard]] Result<Passed> read_decisions(const Read& read, Time since,
                                            const std::function<void(const Recorded&)>& each,
                                            const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace countersign::replay
