#include "tlog/tree.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <memory>
#include <stdexcept>

#include "base/crypto.hpp"

namespace countersign::tlog {
namespace {

/// SHA-256 of the pieces, one behind the other. A context and a method are kept: fetching them costs more than hashing.
Hash sha256(std::initializer_list<std::string_view> pieces) {
  struct Freer {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, Freer> context(EVP_MD_CTX_new());
  Hash hash{};
  bool worked = context != nullptr && EVP_DigestInit_ex(context.get(), method, nullptr) == 1;
  for (const auto piece : pieces) worked = worked && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  if (!worked || EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) != 1)
    throw std::runtime_error("the cryptographic library failed: SHA-256");
  return hash;
}

std::string_view view(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

/// The largest power of two below n (n > 1).
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

/// A tree whose hashes cannot be read ends the whole computation; caught at the room's door.
struct Unreadable {
  Error error;
};

class Builder {
 public:
  explicit Builder(const Nodes& nodes) : nodes_(nodes) {}

  /// MTH(D[begin:end]).
  [[nodiscard]] Hash root(std::uint64_t begin, std::uint64_t end) const {
    const auto count = end - begin;
    if (count == 0) return empty_root();
    if (std::has_single_bit(count) && begin % count == 0) {
      auto found = nodes_.node(static_cast<unsigned>(std::countr_zero(count)), begin / count);
      if (!found) throw Unreadable{found.error()};
      return *found;
    }
    const auto middle = begin + split(count);
    return node_hash(root(begin, middle), root(middle, end));
  }

  /// PATH(m, D[begin:end]).
  void path(std::uint64_t leaf, std::uint64_t begin, std::uint64_t end, Proof& proof) const {
    if (end - begin == 1) return;
    const auto middle = begin + split(end - begin);
    if (leaf < middle) {
      path(leaf, begin, middle, proof);
      proof.push_back(root(middle, end));
    } else {
      path(leaf, middle, end, proof);
      proof.push_back(root(begin, middle));
    }
  }

  /// SUBPROOF(m, D[begin:end], whole).
  void subproof(std::uint64_t old, std::uint64_t begin, std::uint64_t end, bool whole, Proof& proof) const {
    if (old == end) {
      if (!whole) proof.push_back(root(begin, end));
      return;
    }
    const auto middle = begin + split(end - begin);
    if (old <= middle) {
      subproof(old, begin, middle, whole, proof);
      proof.push_back(root(middle, end));
    } else {
      subproof(old, middle, end, false, proof);
      proof.push_back(root(begin, middle));
    }
  }

 private:
  const Nodes& nodes_;
};

}  // namespace

Hash leaf_hash(std::string_view entry) { return sha256({std::string_view("\0", 1), entry}); }
Hash node_hash(const Hash& left, const Hash& right) { return sha256({"\1", view(left), view(right)}); }
Hash empty_root() { return sha256({}); }

std::string to_base64(const Hash& hash) { return crypto::to_base64(view(hash)); }

std::optional<Hash> hash_from_base64(std::string_view text) {
  const auto bytes = crypto::from_base64(text);
  Hash hash{};
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::transform(bytes->begin(), bytes->end(), hash.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return hash;
}

Result<Range> Range::at(std::uint64_t size, const Nodes& nodes) {
  Range range;
  range.size_ = size;
  std::uint64_t begin = 0;
  for (auto height = static_cast<unsigned>(std::bit_width(size)); height-- > 0;) {
    const auto count = std::uint64_t{1} << height;
    if ((size & count) == 0) continue;
    auto found = nodes.node(height, begin / count);
    if (!found) return found.error();
    range.subtrees_.push_back(*found);
    begin += count;
  }
  return range;
}

void Range::append(const Hash& leaf) {
  Hash hash = leaf;
  for (auto full = size_; (full & 1U) != 0; full >>= 1U) {
    hash = node_hash(subtrees_.back(), hash);
    subtrees_.pop_back();
  }
  subtrees_.push_back(hash);
  ++size_;
}

Hash Range::root() const {
  if (subtrees_.empty()) return empty_root();
  Hash hash = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) hash = node_hash(*left, hash);
  return hash;
}

Result<Hash> root_of(const Nodes& nodes, std::uint64_t size) try {
  return Builder(nodes).root(0, size);
} catch (const Unreadable& unreadable) {
  return unreadable.error;
}

Result<Proof> inclusion_proof(const Nodes& nodes, std::uint64_t index, std::uint64_t size) try {
  if (index >= size) return Error{Fault::invalid, "the tree does not have this entry"};
  Proof proof;
  Builder(nodes).path(index, 0, size, proof);
  return proof;
} catch (const Unreadable& unreadable) {
  return unreadable.error;
}

Result<Proof> consistency_proof(const Nodes& nodes, std::uint64_t old, std::uint64_t size) try {
  if (old > size) return Error{Fault::invalid, "the older tree is larger than the newer one"};
  Proof proof;
  if (old > 0 && old < size) Builder(nodes).subproof(old, 0, size, true, proof);
  return proof;
} catch (const Unreadable& unreadable) {
  return unreadable.error;
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const Proof& proof, const Hash& root) {
  if (index >= size) return false;
  auto node = index;
  auto last = size - 1;
  Hash hash = leaf;
  for (const auto& other : proof) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(other, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, other);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(std::uint64_t old, const Hash& old_root, std::uint64_t size, const Hash& root,
                        const Proof& proof) {
  if (old > size) return false;
  if (old == 0) return proof.empty() && old_root == empty_root() && (size != 0 || root == old_root);
  if (old == size) return proof.empty() && old_root == root;
  auto node = old - 1;
  auto last = size - 1;
  for (; (node & 1U) != 0; node >>= 1U) last >>= 1U;
  auto next = proof.begin();
  Hash first = old_root;  // a perfect old tree is a node of the new one, and left out of the proof
  if (node != 0) {
    if (next == proof.end()) return false;
    first = *next++;
  }
  Hash second = first;
  for (; next != proof.end(); ++next) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      first = node_hash(*next, first);
      second = node_hash(*next, second);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      second = node_hash(second, *next);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && first == old_root && second == root;
}

}  // namespace countersign::tlog
