#include "flow/texts.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <type_traits>
#include <utility>

namespace countersign {
namespace {

template <class Text>
constexpr bool moves_only = std::is_nothrow_move_constructible_v<Text> && !std::is_copy_constructible_v<Text> &&
                            !std::is_copy_assignable_v<Text> && !std::is_move_assignable_v<Text> &&
                            !std::is_default_constructible_v<Text>;

static_assert(moves_only<Draft> && moves_only<Passed> && moves_only<Cleared>);
static_assert(moves_only<Screened> && moves_only<Filed>);
static_assert(!std::is_constructible_v<Cleared, Passed> && !std::is_constructible_v<Passed, Draft>);

Draft draft(const std::string& text) {
  Reply reply;
  reply.text = text;
  return Draft(std::move(reply));
}

TEST(Texts, ADraftIsSpentOnce) {
  Draft first = draft("hello");
  EXPECT_EQ(first.look().text, "hello");
  EXPECT_EQ(std::move(first).spend().text, "hello");
  EXPECT_THROW((void)std::move(first).spend(), std::logic_error);  // NOLINT(bugprone-use-after-move)
  EXPECT_THROW((void)first.look(), std::logic_error);              // NOLINT(bugprone-use-after-move)
}

TEST(Texts, MovingADraftLeavesNothingToSpendBehind) {
  Draft first = draft("hello");
  Draft second(std::move(first));
  EXPECT_THROW((void)std::move(first).spend(), std::logic_error);  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(std::move(second).spend().text, "hello");
}

}  // namespace
}  // namespace countersign
