// Compared: what the entries that a report, a case file or an export shows have to do with the published log. They come
// out of the database; whatever differs from the signed log there is said in plain words where it is shown. One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "auditor/comparison.hpp"
#include "report/lines.hpp"

namespace countersign::report {

/// The published log as it is now, or why there is none to compare with.
using LogOf = std::function<Result<auditor::Comparison>()>;

class Compared {
 public:
  Compared() = default;
  explicit Compared(const LogOf& log);

  /// What is wrong with this entry; "" when it is the log's, or could not be compared. It is remembered.
  std::string look(const Line& line);
  /// Whether entries between the first and the last that were looked at are gone from the database.
  [[nodiscard]] Status count(store::Store& store);
  /// Something else that must not be believed.
  void tell(std::string what);

  [[nodiscard]] bool fine() const { return wrong_.empty(); }
  /// "entry 17 (01K…) differs from the published log", the first hundred.
  [[nodiscard]] const std::vector<std::string>& wrong() const { return wrong_; }
  /// "Compared with the published log …", with its size and root, or why that could not be.
  [[nodiscard]] std::string in_words() const;
  [[nodiscard]] json::Object to_json() const;

 private:
  std::optional<auditor::Comparison> log_;
  std::string why_not_ = "no log was asked";
  std::vector<std::string> wrong_;
  std::uint64_t more_ = 0;  ///< beyond a hundred
  std::int64_t first_ = 0, last_ = 0;
};

}  // namespace countersign::report
