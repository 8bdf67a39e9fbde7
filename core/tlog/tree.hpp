// The Merkle tree of RFC 6962 section 2.1 over SHA-256: an incremental one that keeps only its right edge, and proofs
// made from whoever knows the hashes of perfect subtrees (the tiles). Pure; called by the publisher, the verifier,
// receipts and witnesses, on any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace countersign::tlog {

using Hash = std::array<std::uint8_t, 32>;
using Proof = std::vector<Hash>;

[[nodiscard]] Hash leaf_hash(std::string_view entry);               ///< SHA-256(0x00 || entry)
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);  ///< SHA-256(0x01 || left || right)
[[nodiscard]] Hash empty_root();                                    ///< SHA-256 of nothing
[[nodiscard]] std::string to_base64(const Hash& hash);
[[nodiscard]] std::optional<Hash> hash_from_base64(std::string_view text);

/// Knows the hashes of perfect subtrees: node(h, i) covers the leaves from i * 2^h up to (i + 1) * 2^h.
class Nodes {
 public:
  virtual ~Nodes() = default;
  [[nodiscard]] virtual Result<Hash> node(unsigned height, std::uint64_t index) const = 0;
};

/// A tree that only grows, as the roots of its perfect subtrees from left to right.
class Range {
 public:
  Range() = default;
  /// The tree of the first `size` leaves of `nodes`.
  [[nodiscard]] static Result<Range> at(std::uint64_t size, const Nodes& nodes);

  void append(const Hash& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> subtrees_;  ///< one for each bit of size_, largest first
};

/// Root of the first `size` leaves.
[[nodiscard]] Result<Hash> root_of(const Nodes& nodes, std::uint64_t size);

/// RFC 6962 2.1.1: from the leaf's sibling up. `invalid` unless index < size.
[[nodiscard]] Result<Proof> inclusion_proof(const Nodes& nodes, std::uint64_t index, std::uint64_t size);
/// RFC 6962 2.1.2; empty when `old` is 0 or `size`. `invalid` unless old <= size.
[[nodiscard]] Result<Proof> consistency_proof(const Nodes& nodes, std::uint64_t old, std::uint64_t size);

/// RFC 9162 2.1.3.2.
[[nodiscard]] bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const Proof& proof,
                                    const Hash& root);
/// RFC 9162 2.1.4.2; of an empty tree (old 0) everything is a continuation, and the proof must be empty.
[[nodiscard]] bool verify_consistency(std::uint64_t old, const Hash& old_root, std::uint64_t size, const Hash& root,
                                      const Proof& proof);

}  // namespace countersign::tlog
