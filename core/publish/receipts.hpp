// Receipts: the proof that one entry is in the published log, as a C2SP tlog-proof. Called by http and by commands; any
// thread.
#pragma once

#include <string>

#include "publish/log_folder.hpp"
#include "store/store.hpp"
#include "tlog/checkpoint.hpp"

namespace countersign::publish {

struct Recorded {
  std::uint64_t index = 0;  ///< in the log
  std::string id;
  std::string bytes;
};

/// An entry by its id, or the newest `cleared` one of a message. `not_found` when there is neither.
[[nodiscard]] Result<Recorded> find_entry(store::Session& session, const std::string& id);

/// Its receipt, resting on the checkpoint that witnesses signed if the entry is in it, else on the newest.
/// `unavailable` when the entry is not published yet; `conflict` when the log has another one in its place: one of the two was altered.
[[nodiscard]] Result<tlog::Receipt> receipt_of(const Recorded& entry, const tlog::Files& log,
                                               const tlog::VerifierKey& key);

/// The newest checkpoint that witnesses signed, among the log's files.
inline constexpr const char* kWitnessedFile = "checkpoint.witnessed";

}  // namespace countersign::publish
