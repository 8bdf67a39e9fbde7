#include "store/lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "folder.hpp"

namespace countersign::store {
namespace {

/// What another process gets: 0 the lock, 1 a conflict, 2 something else.
int take_elsewhere(const Folder& folder) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = FolderLock::take(folder.path());
    ::_exit(lock.ok() ? 0 : lock.error().fault == Fault::conflict ? 1 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(FolderLock, KeepsEveryOtherProcessOut) {
  const Folder folder;
  EXPECT_EQ(take_elsewhere(folder), 0);
  {
    auto lock = FolderLock::take(folder.path());
    ASSERT_TRUE(lock.ok());
    EXPECT_EQ(take_elsewhere(folder), 1);
    const FolderLock moved = std::move(*lock);
    EXPECT_EQ(take_elsewhere(folder), 1);
  }
  EXPECT_EQ(take_elsewhere(folder), 0);
}

TEST(FolderLock, IsNotTakenTwiceInOneProcess) {
  const Folder folder;
  const auto first = FolderLock::take(folder.path());
  const auto second = FolderLock::take(folder.path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().fault, Fault::conflict);
}

TEST(FolderLock, SaysWhichFolderIsMissing) {
  const auto lock = FolderLock::take("/nowhere/at/all");
  ASSERT_FALSE(lock.ok());
  EXPECT_EQ(lock.error().fault, Fault::unavailable);
  EXPECT_NE(lock.error().message.find("/nowhere/at/all"), std::string::npos);
}

}  // namespace
}  // namespace countersign::store
