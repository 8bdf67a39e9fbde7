// Comparison: whether entries that stand in the database are those of the published log. What people are shown comes
// out of the database, which whoever runs the machine can change; the log is signed. So reports, case files and exports
// ask for each entry, and `audit verify --config` for all. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/canonical.hpp"
#include "tlog/checkpoint.hpp"
#include "tlog/tiles.hpp"

namespace countersign::auditor {

/// A row of the database's table of entries: `body` is the entry, the rest is what it is found by.
struct Row {
  std::int64_t seq = 0;  ///< entry seq - 1 of the log
  std::int64_t at = 0;   ///< microseconds since 1970
  std::string_view id, kind, conversation, message, body;
};

class Comparison {
 public:
  /// An error when there is no log that `key` signed: then nothing can be compared.
  [[nodiscard]] static Result<Comparison> with(std::shared_ptr<const tlog::Files> files, const tlog::VerifierKey& key);

  /// "entry 17 (01K…) differs from the published log" or what else is wrong with the row; nullopt when it is the log's
  /// entry, or not published yet.
  [[nodiscard]] std::optional<std::string> wrong(const Row& row);
  /// A sentence when an entry is missing between the last row that was looked at and this one; for whoever looks at all.
  [[nodiscard]] std::optional<std::string> gap_before(std::int64_t seq);

  [[nodiscard]] const tlog::Checkpoint& checkpoint() const { return checkpoint_; }
  [[nodiscard]] std::uint64_t compared() const { return compared_; }
  [[nodiscard]] std::uint64_t unpublished() const { return unpublished_; }

 private:
  Comparison(std::shared_ptr<const tlog::Files> files, tlog::Checkpoint checkpoint)
      : files_(std::move(files)), checkpoint_(std::move(checkpoint)) {}
  [[nodiscard]] Status take_up(std::uint64_t tile);

  std::shared_ptr<const tlog::Files> files_;
  tlog::Checkpoint checkpoint_;
  std::uint64_t compared_ = 0, unpublished_ = 0;
  std::int64_t last_ = 0;
  std::optional<std::uint64_t> tile_;  ///< whose hashes are at hand, proved by the signed root
  std::vector<tlog::Hash> leaves_;
  std::vector<Member> members_;
};

}  // namespace countersign::auditor
