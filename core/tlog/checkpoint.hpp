// Checkpoints (C2SP tlog-checkpoint): a log's name, size and root as a signed note; and proofs that one entry is in
// such a log (C2SP tlog-proof), which are our receipts. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tlog/note.hpp"
#include "tlog/tree.hpp"

namespace countersign::tlog {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};

  /// Three lines: what a note of it signs.
  [[nodiscard]] std::string text() const;
  /// Further lines are allowed by the format and ignored. `invalid` with what is wrong.
  [[nodiscard]] static Result<Checkpoint> parse(std::string_view text);
};

/// Decimal digits without a leading zero.
[[nodiscard]] std::optional<std::uint64_t> size_from(std::string_view digits);

/// A note that `key` signed and whose origin is the key's name. `forged` or `invalid`.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);

/// The note of a checkpoint, signed.
[[nodiscard]] Note sign(const Checkpoint& checkpoint, const SigningKey& key, Time now);

/// One entry, where it stands, and the way from it to a signed root. Needs nothing else to be verified.
struct Receipt {
  std::string entry;
  std::uint64_t index = 0;
  Proof proof;
  std::string checkpoint;  ///< the note's bytes

  /// A `.tlog-proof` file; the entry is its extra data.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static Result<Receipt> parse(std::string_view text);
};

/// The checkpoint it rests on. `forged` when the entry is not in the log that `key` signed.
[[nodiscard]] Result<Checkpoint> verify(const Receipt& receipt, const VerifierKey& key);

}  // namespace countersign::tlog
