// verify(): everything that can be said about a published log by somebody who has nothing but its files, its public key
// and perhaps checkpoints kept elsewhere: signature, tree, tiles, entries, and what the entries mean. Called by
// `countersign audit verify`; blocks, with threads of its own for reading and hashing.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tlog/checkpoint.hpp"
#include "tlog/tiles.hpp"

namespace countersign::auditor {

struct Finding {
  std::string where;  ///< "entry 1234 (tile/entries/004)", "checkpoint"
  std::string what;
};

/// A checkpoint that was kept elsewhere.
struct Kept {
  std::string name;  ///< of its file
  std::string note;
};

struct Terms {
  tlog::VerifierKey key;
  std::vector<Kept> kept;
  unsigned threads = 2;
  std::size_t most_findings = 100;                                           ///< told one by one
  std::function<void(std::uint64_t done, std::uint64_t all)> progress = {};  ///< on the calling thread
  /// Of logs that this one goes on from under another name (`audit init --rotate`): what they signed counts, too.
  std::vector<tlog::VerifierKey> before = {};
};

struct Verified {
  tlog::Checkpoint checkpoint;  ///< size 0 when it could not be trusted
  std::uint64_t entries = 0;    ///< looked at
  std::uint64_t bytes = 0;      ///< of them
  std::vector<Finding> findings;
  std::uint64_t more_findings = 0;     ///< beyond most_findings
  std::vector<std::string> witnesses;  ///< names of those whose cosignatures the checkpoint carries (not verified)
  std::unordered_map<std::string, std::uint64_t> kinds;
};

/// An Error only when there is no log to look at; whatever is wrong with one is a finding.
[[nodiscard]] Result<Verified> verify(const tlog::Files& files, const Terms& terms);

}  // namespace countersign::auditor
