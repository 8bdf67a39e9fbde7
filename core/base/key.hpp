// Key<Owner>: a token only Owner can make. A function that takes one can be called by nobody else;
// the compiler keeps the door (tests/compile_fail proves it). No thread affinity.
#pragma once

namespace countersign {

template <class Owner>
class Key {
  friend Owner;
  // User-provided on purpose: a defaulted constructor would let anybody write `{}` for a Key.
  Key() noexcept {}  // NOLINT(modernize-use-equals-default)

 public:
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() {}  // NOLINT(modernize-use-equals-default): not trivially copyable, so that no std::bit_cast makes one
};

}  // namespace countersign
