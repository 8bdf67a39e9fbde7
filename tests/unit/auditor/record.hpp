// Records as a test wants them, and what verify() finds in them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "auditor/verify.hpp"
#include "base/clock.hpp"
#include "base/json.hpp"
#include "unit/auditor/log.hpp"

namespace countersign::auditor {

using json::Array;
using json::Object;

/// Entries of the record; what is not said is as usual.
class Record {
 public:
  Record& add(std::string_view kind, Object more = {}) {
    const auto number = static_cast<std::int64_t>(entries_.size());
    Object entry{{"id", "e" + std::to_string(number)},
                 {"kind", kind},
                 {"at", to_rfc3339(from_micros(1'795'255'200'000'000 + number * 1'000'000))}};
    for (auto& [key, value] : more) entry.insert_or_assign(key, std::move(value));
    entries_.push_back(json::dump(entry));
    return *this;
  }
  Record& cleared(std::string_view message, Object more = {}) {
    Object entry{{"message", message}, {"text", "d1"}, {"decision", Object{{"verdict", "send"}}}};
    for (auto& [key, value] : more) entry.insert_or_assign(key, std::move(value));
    return add("cleared", std::move(entry));
  }
  Record& held(std::string_view message) { return add("held", {{"message", message}}); }
  Record& raw(std::string bytes) {
    entries_.push_back(std::move(bytes));
    return *this;
  }
  /// What verify() finds, one finding a line.
  [[nodiscard]] std::string findings() const {
    const Log log(entries_);
    const auto found = verify(log, {log.key.verifier(), {}}).value();
    EXPECT_EQ(found.checkpoint.size, entries_.size());
    std::string lines;
    for (const auto& one : found.findings) lines += one.where + ": " + one.what + "\n";
    return lines;
  }

 private:
  std::vector<std::string> entries_;
};

inline Object message(std::string_view id) { return {{"message", id}}; }
inline Object revision(std::string_view conversation, int number) {
  return {{"conversation", conversation}, {"revision", number}};
}
inline Object by(std::string_view actor, std::string_view message) { return {{"actor", actor}, {"message", message}}; }

}  // namespace countersign::auditor
