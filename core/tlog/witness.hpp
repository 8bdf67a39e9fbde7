// What a log and a witness say to each other (C2SP tlog-witness): the body of POST add-checkpoint and its answers.
// Pure; called by the publisher's side (a client) and by `countersign audit witness`, on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tlog/checkpoint.hpp"

namespace countersign::tlog {

/// The body of add-checkpoint.
struct AddCheckpoint {
  std::uint64_t old = 0;   ///< size of the checkpoint that the witness signed last
  Proof proof;             ///< from there to the new one
  std::string checkpoint;  ///< the note's bytes

  [[nodiscard]] std::string text() const;
  /// `invalid` with what is wrong; at most 63 lines of proof.
  [[nodiscard]] static Result<AddCheckpoint> parse(std::string_view text);
};

/// What a witness remembers of a log.
struct Witnessed {
  std::uint64_t size = 0;
  Hash root = empty_root();
};

/// The status a witness answers with, and what its record becomes with 200.
struct Judged {
  int status = 400;  ///< 200, 400, 403, 409 or 422
  std::string why;   ///< in words, for all but 200
  Checkpoint checkpoint{};
  std::string text{};  ///< of the note, to be cosigned
};

/// Judges a request for the log whose key is `key` and of which `known` was signed last. Whether the origin is known
/// (404) is the caller's to say.
[[nodiscard]] Judged judge(const AddCheckpoint& request, const VerifierKey& key, const Witnessed& known);

/// The lines of an answer that are cosignatures of `text` by `key`; others are ignored. `forged` when there is none.
[[nodiscard]] Result<Signature> cosignature_in(std::string_view answer, std::string_view text, const VerifierKey& key);

}  // namespace countersign::tlog
