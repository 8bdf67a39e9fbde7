// Shared by the tests of texts to send: many sentences of one kind, in eight languages.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "unit/detect/seen.hpp"

namespace countersign {

/// One sentence a line; "+" has the finding, "-" has it not.
inline void each_is_seen(std::string_view kind, const char* sentences) {
  std::istringstream lines(sentences);
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    ++count;
    EXPECT_EQ(sees(line.substr(1), kind, Author::ai), line.front() == '+') << kind << ": " << line;
  }
  EXPECT_GT(count, 10);
}

}  // namespace countersign
