// The promises that only another process can test: what was acknowledged survives a kill, and a failed write is final.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "notes.hpp"

namespace countersign::store {
namespace {

/// Runs `work` in a child process; its exit code, or 128 + the signal that ended it.
template <class Work>
int in_child(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 99;
    try {
      code = work();
    } catch (...) {
      code = 98;
    }
    ::_exit(code);
  }
  int status = 0;
  if (::waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Commits notes from `first` on and tells each through the pipe once it is durable, until killed.
[[noreturn]] void commit_until_killed(const std::filesystem::path& path, std::int64_t first, int pipe) {
  const auto store = open_notes(path);
  for (std::int64_t id = first; store != nullptr; ++id) {
    if (!store->commit([id](Session& session) { add_note(session, id, std::string(3000, 'w')); }).ok()) break;
    if (::write(pipe, &id, sizeof id) != sizeof id) break;
  }
  ::_exit(1);
}

TEST(Crash, WhatWasAcknowledgedSurvivesAKill) {
  const Folder folder;
  std::int64_t last = 0;
  for (int round = 0; round < 5; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) commit_until_killed(folder / "a.db", last + 1, ends[1]);
    ::close(ends[1]);
    const std::int64_t enough = last + 20 + 37 * round;
    for (std::int64_t id = 0; last < enough && ::read(ends[0], &id, sizeof id) == sizeof id;) last = id;
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    for (std::int64_t id = 0; ::read(ends[0], &id, sizeof id) == sizeof id;) last = id;
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ::close(ends[0]);

    const auto store = open_notes(folder / "a.db");
    ASSERT_NE(store, nullptr);
    const std::int64_t found = count_notes(*store);
    EXPECT_GE(found, last) << "acknowledged, but gone";
    EXPECT_LE(found, last + 1) << "one may be durable whose acknowledgement was cut off";
    last = found;
  }
}

TEST(Crash, AFailedCommitIsFinalForTheProcess) {
  const Folder folder;
  const int code = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const auto store = open_notes(folder / "a.db");
    if (store == nullptr || !store->commit([](Session& session) { add_note(session, 1); }).ok()) return 1;
    const rlimit small{200'000, RLIM_INFINITY};
    if (::setrlimit(RLIMIT_FSIZE, &small) != 0) return 2;
    const std::string words(400'000, 'w');
    const Status failed = store->commit([&](Session& session) { add_note(session, 2, words); });
    if (failed.ok() || failed.error().fault != Fault::unavailable) return 3;
    if (failed.error().message.find("restart countersign") == std::string::npos) return 4;
    if (store->healthy()) return 5;
    const rlimit large{RLIM_INFINITY, RLIM_INFINITY};
    if (::setrlimit(RLIMIT_FSIZE, &large) != 0) return 6;
    if (store->commit([](Session& session) { add_note(session, 3); }).ok()) return 7;  // room again, but too late
    return count_notes(*store) == 1 ? 0 : 8;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(count_notes(*open_notes(folder / "a.db")), 1);
}

TEST(Crash, AFullDatabaseStopsTheWholeGroup) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  ASSERT_TRUE(store->commit([](Session& session) { add_note(session, 1); }).ok());
  const Status failed = store->commit([](Session& session) {
    session.run("PRAGMA max_page_count = 10");
    try {
      add_note(session, 2, std::string(400'000, 'w'));
    } catch (const std::runtime_error&) {
      return;  // a job that hides the failure must not pass for done
    }
  });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().fault, Fault::unavailable);
  EXPECT_FALSE(store->healthy());
  EXPECT_FALSE(store->commit([](Session& session) { add_note(session, 3); }).ok());
  EXPECT_EQ(count_notes(*store), 1);
}

TEST(Crash, AJobThatEndsTheTransactionStopsTheStore) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  EXPECT_FALSE(store->commit([](Session& session) { session.run("ROLLBACK"); }).ok());
  EXPECT_FALSE(store->healthy());
}

TEST(Crash, AForeignWriterOnlyDelays) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db", {.busy_milliseconds = 1});
  const auto other = open_notes(folder / "a.db", {.busy_milliseconds = 1});
  Status refused;
  ASSERT_TRUE(other
                  ->commit([&](Session& session) {
                    add_note(session, 1);
                    refused = store->commit([](Session& blocked) { add_note(blocked, 2); });
                  })
                  .ok());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_TRUE(store->healthy());
  EXPECT_TRUE(store->commit([](Session& session) { add_note(session, 2); }).ok());
}

}  // namespace
}  // namespace countersign::store
