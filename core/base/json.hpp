// JSON: one value type; read strictly (simdjson behind, duplicate keys refused), written canonically (RFC 8785 for
// the values we allow: we make no floating point ourselves). Used by http, audit, plugins' answers. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace countersign::json {

class Value;
using Array = std::vector<Value>;
/// Sorted by UTF-8 bytes; for our ASCII keys that is RFC 8785's order.
using Object = std::map<std::string, Value, std::less<>>;

/// null, true/false, a 64-bit integer, a decimal read from outside (kept as double), a string, an array, an object.
class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}                                    // NOLINT(google-explicit-constructor)
  Value(bool b) : v_(b) {}                                    // NOLINT(google-explicit-constructor)
  Value(int i) : v_(static_cast<std::int64_t>(i)) {}          // NOLINT(google-explicit-constructor)
  Value(std::int64_t i) : v_(i) {}                            // NOLINT(google-explicit-constructor)
  Value(std::size_t i) : v_(static_cast<std::int64_t>(i)) {}  // NOLINT(google-explicit-constructor)
  Value(double d) : v_(d) {}                                  // NOLINT(google-explicit-constructor)
  Value(const char* s) : v_(std::string(s)) {}                // NOLINT(google-explicit-constructor)
  Value(std::string_view s) : v_(std::string(s)) {}           // NOLINT(google-explicit-constructor)
  Value(std::string s) : v_(std::move(s)) {}                  // NOLINT(google-explicit-constructor)
  Value(Array a) : v_(std::move(a)) {}                        // NOLINT(google-explicit-constructor)
  Value(Object o) : v_(std::move(o)) {}                       // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool is_null() const { return v_.index() == 0; }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&v_); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&v_); }
  [[nodiscard]] const double* decimal() const { return std::get_if<double>(&v_); }
  [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&v_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&v_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&v_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&v_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&v_); }

  /// The member of an object, or nullptr if this is no object or has no such key.
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// The string member `key`, or `fallback` when it is absent or not a string.
  [[nodiscard]] std::string_view text(std::string_view key, std::string_view fallback = "") const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> v_;
};

/// Strict RFC 8259: one value, valid UTF-8, depth at most 64, duplicate keys refused, integers within 64 signed
/// bits (a decimal between those and 10^21 counts as one: it would be written as an integer).
/// The error says what is wrong without quoting the input.
[[nodiscard]] Result<Value> parse(std::string_view text);

/// Canonical text: sorted keys, no spaces, shortest escapes; a decimal that came from outside is written as ECMAScript
/// would. Throws std::invalid_argument for a string that is not UTF-8 and for a number that is not finite.
[[nodiscard]] std::string dump(const Value& value);

}  // namespace countersign::json
