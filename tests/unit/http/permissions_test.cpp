#include "http/permissions.hpp"

#include <gtest/gtest.h>

#include <string>

namespace countersign::users {
namespace {

using enum Action;

// The table of the interfaces, one letter per permission in the order: Reviewer Agent oFficer Operator aUditor aDmin.
struct Line {
  Action action;
  const char* who;
};
constexpr Line kTable[] = {{see, "RAUD"},  {approve, "R"},    {edit, "R"},   {reject, "R"},     {take_over, "RA"},
                           {write, "RA"},  {give_back, "RA"}, {policy, "F"}, {stop_ai, "RFOD"}, {configure, "OD"},
                           {record, "FU"}, {rights, "F"},
                           {erase, "FO"},     {users, "D"}};

TEST(Permissions, AreExactlyTheTable) {
  constexpr char letters[] = "RAFOUD";
  for (const Line& line : kTable)
    for (int i = 0; i < 6; ++i)
      EXPECT_EQ(may(static_cast<Permission>(i), line.action),
                std::string(line.who).find(letters[i]) != std::string::npos)
          << "action " << static_cast<int>(line.action) << " for " << letters[i];
}

TEST(Permissions, AreSpelledOneWay) {
  for (int i = 0; i < 6; ++i) {
    const auto permission = static_cast<Permission>(i);
    EXPECT_EQ(permission_from(to_word(permission)), permission);
  }
  EXPECT_FALSE(permission_from("Reviewer"));
  EXPECT_FALSE(permission_from(""));
}

}  // namespace
}  // namespace countersign::users
