#include "base/once.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/snapshot.hpp"

namespace countersign {
namespace {

TEST(Once, IsSpentOnce) {
  Once<std::string> text(std::string("hello"));
  EXPECT_EQ(text.look(), "hello");
  EXPECT_EQ(std::move(text).spend(), "hello");
  EXPECT_THROW((void)text.look(), std::logic_error);              // NOLINT(bugprone-use-after-move)
  EXPECT_THROW((void)std::move(text).spend(), std::logic_error);  // NOLINT(bugprone-use-after-move)
}

TEST(Once, MovingTakesTheTextAlong) {
  Once<std::string> first(std::string("hello"));
  Once<std::string> second(std::move(first));
  EXPECT_THROW((void)first.look(), std::logic_error);  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(second.look(), "hello");
}

TEST(Snapshot, AReaderKeepsWhatItTook) {
  Snapshot<int> current(std::make_shared<const int>(1));
  const auto taken = current.get();
  current.set(std::make_shared<const int>(2));
  EXPECT_EQ(*taken, 1);
  EXPECT_EQ(*current.get(), 2);
}

}  // namespace
}  // namespace countersign
