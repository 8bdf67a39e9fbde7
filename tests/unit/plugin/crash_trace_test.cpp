// Crashes inside plugins: noted by the dying process, counted by the next, forgotten when somebody says so.
#include "plugin/crash_trace.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "kit/private_folder.hpp"

namespace countersign::plugin {
namespace {

const std::string kDigest(64, 'd');

/// Runs `work` in a child and returns the signal that ended it, 0 for none.
template <class Work>
int ended_by(const std::filesystem::path& trace, Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!trace_crashes_into(trace).ok()) ::_exit(9);
    work();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

[[gnu::noinline]] int deeper(volatile int* depth) {
  volatile char room[4096];
  if (*depth < 0) return 0;  // never; a compiler would warn of what is wanted here
  room[0] = static_cast<char>(*depth);
  *depth = *depth + 1;
  return deeper(depth) + room[0];
}

TEST(CrashTrace, NotesThePluginTheThreadWasInsideAndDiesAsItWouldHave) {
  const PrivateFolder folder;
  const auto trace = folder.path / "crashes";
  const auto* mark = crash_mark(kDigest, "channel.x");
  EXPECT_EQ(ended_by(trace,
                     [&] {
                       const Inside inside(mark);
                       std::raise(SIGSEGV);
                     }),
            SIGSEGV);
  EXPECT_EQ(ended_by(trace,
                     [&] {
                       const Inside inside(mark);
                       std::abort();
                     }),
            SIGABRT);
  EXPECT_TRUE(slurp(trace).starts_with("crash " + kDigest + " channel.x ")) << slurp(trace);
  EXPECT_TRUE(crashers(trace).empty()) << "twice may happen";
  EXPECT_EQ(ended_by(trace,
                     [&] {
                       const Inside inside(mark);
                       int depth = 0;
                       (void)deeper(&depth);
                     }),
            SIGSEGV)
      << "endless recursion needs another stack";
  const auto found = crashers(trace);
  ASSERT_TRUE(found.contains(kDigest));
  EXPECT_EQ(found.at(kDigest).id, "channel.x");
  EXPECT_NE(found.at(kDigest).why.find("plugin allow-again channel.x"), std::string::npos);
}

TEST(CrashTrace, CountsNeitherAKillNorACrashOutsideAPlugin) {
  const PrivateFolder folder;
  const auto trace = folder.path / "crashes";
  const auto* mark = crash_mark(kDigest, "channel.x");
  EXPECT_EQ(ended_by(trace,
                     [&] {
                       const Inside inside(mark);
                       ::kill(::getpid(), SIGKILL);
                     }),
            SIGKILL);
  EXPECT_EQ(ended_by(trace,
                     [&] {
                       { const Inside inside(mark); }
                       std::abort();
                     }),
            SIGABRT);
  EXPECT_EQ(slurp(trace), "");
}

TEST(CrashTrace, ForgetsWhatIsAllowedAgainAndWhatIsLongApart) {
  const PrivateFolder folder;
  const auto trace = folder.path / "crashes";
  const auto line = [](int at) { return "crash " + kDigest + " channel.x " + std::to_string(at) + "\n"; };
  spill(trace, line(1000) + line(3000) + line(4601));
  EXPECT_TRUE(crashers(trace).empty()) << "more than an hour from the first to the third";
  spill(trace, line(1000) + line(3000) + line(4600));
  EXPECT_EQ(crashers(trace).size(), 1U);
  EXPECT_FALSE(allow_again(trace, "channel.y").ok());
  EXPECT_TRUE(allow_again(trace, "channel.x").ok());
  EXPECT_TRUE(crashers(trace).empty());
  EXPECT_FALSE(allow_again(trace, "channel.x").ok()) << "nothing is left to forget";
}

}  // namespace
}  // namespace countersign::plugin
