// Once<T>: a value that can be moved, never copied, and spent exactly once.
// The types of the road (Draft, Passed, Cleared, Screened) are built on it. Not shared between threads.
#pragma once

#include <stdexcept>
#include <utility>

namespace countersign {

template <class T>
class Once {
 public:
  explicit Once(T value) : value_(std::move(value)), whole_(true) {}
  Once(Once&& other) noexcept : value_(std::move(other.value_)), whole_(std::exchange(other.whole_, false)) {}
  Once& operator=(Once&&) = delete;  // overwriting an unspent text would lose it
  Once(const Once&) = delete;
  Once& operator=(const Once&) = delete;
  ~Once() = default;

  /// Look without spending. Throws std::logic_error once spent: that is a bug on the road, and it must not send.
  [[nodiscard]] const T& look() const& {
    require_whole();
    return value_;
  }
  const T& look() const&& = delete;  // the reference would outlive the text
  /// Take the value out; a second time throws std::logic_error.
  [[nodiscard]] T spend() && {
    require_whole();
    whole_ = false;
    return std::move(value_);
  }

 private:
  void require_whole() const {
    if (!whole_) throw std::logic_error("a text was spent twice");
  }
  T value_;
  bool whole_;
};

}  // namespace countersign
