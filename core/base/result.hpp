// Result<T>: a value or an Error, for failures that are expected. Exceptions stop at a room's door.
// Used by every room, on any thread.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace countersign {

/// What went wrong, in the terms a caller can act on. HTTP and exit codes are derived from it in one place each.
enum class Fault {
  invalid,    ///< the input is wrong; the same input will fail again
  forged,     ///< a signature or token does not prove what it claims
  forbidden,  ///< known who, but not allowed
  not_found,
  conflict,  ///< the world changed since the caller looked
  gone,      ///< decided already
  too_large,
  unavailable,  ///< may work later (store down, queue full, upstream silent)
  internal,     ///< ours; the text is held for a person
};

/// An expected failure. `message` says what, where and what to do; it never carries customer text.
struct Error {
  Fault fault = Fault::internal;
  std::string message;
};

/// A T or an Error. Reading the wrong side is a bug and throws std::bad_variant_access.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : failed_(true), error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  bool failed_ = false;
  Error error_;
};

using Status = Result<void>;

}  // namespace countersign
