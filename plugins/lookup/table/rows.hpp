// Rows: where lookup.table finds what belongs to one customer. A CSV file is read and indexed when the plugin opens; a
// SQLite file is asked, read-only, at each call. A row of another customer is never told from none. Any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "settings.hpp"

namespace table {

/// What a search came to; `values` are those of Settings::columns, only with `one`.
struct Hit {
  enum class What { none, one, several } what = What::none;
  std::vector<std::string> values;
};

class Rows {
 public:
  Rows() = default;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  virtual ~Rows() = default;
  /// The row with this key that belongs to this customer; both as bytes. Throws Problem (CS_RETRY) when the file cannot
  /// be read now.
  [[nodiscard]] virtual Hit find(std::string_view key, std::string_view customer) const = 0;
  /// When the file was last changed, RFC 3339.
  [[nodiscard]] virtual std::string changed() const = 0;
};

/// A warning for the operator; no customer data.
using Warn = std::function<void(const std::string&)>;

/// SQLite when the file begins like one (sqlite.org/fileformat.html, 1.3.1), CSV otherwise. Throws Problem
/// (CS_INVALID).
[[nodiscard]] std::unique_ptr<Rows> open_rows(const Settings& settings, const Warn& warn);

[[nodiscard]] std::unique_ptr<Rows> read_csv(const Settings& settings, const Warn& warn);
[[nodiscard]] std::unique_ptr<Rows> open_sqlite(const Settings& settings, const Warn& warn);

/// When `file` (or its write-ahead log) was last changed, RFC 3339; Problem (CS_RETRY) when it is not there.
[[nodiscard]] std::string changed_at(const std::string& file);
/// Well-formed UTF-8 without NUL (Unicode 15, table 3-7).
[[nodiscard]] bool is_text(std::string_view bytes);
/// "a, b, c"
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

}  // namespace table
