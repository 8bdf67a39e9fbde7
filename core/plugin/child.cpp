#include "plugin/child.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace countersign::plugin {
namespace {

constexpr std::size_t kMost = 4096;
constexpr char kDone = '\x04';  // the last byte of a child that came to its end

[[noreturn]] void be_child(const std::function<std::string()>& work, int out) {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  std::string said;
  try {
    said = work().substr(0, kMost);
  } catch (...) {
    ::_exit(3);
  }
  said += kDone;
  const bool told = ::write(out, said.data(), said.size()) == static_cast<ssize_t>(said.size());
  ::_exit(told ? 0 : 3);
}

/// Reads until the child closes its end; false when the deadline passed first.
bool read_until(int in, std::chrono::steady_clock::time_point end, std::string& said) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{in, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(left)) <= 0) continue;
    char buffer[1024];
    const ssize_t got = ::read(in, buffer, sizeof buffer);
    if (got <= 0) return true;
    if (said.size() <= kMost) said.append(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace

ChildResult run_in_child(const std::function<std::string()>& work, std::chrono::milliseconds deadline) {
  ChildResult result;
  int ends[2];
  if (::pipe(ends) != 0) return result;
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    be_child(work, ends[1]);
  }
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    return result;
  }
  const bool ended = read_until(ends[0], std::chrono::steady_clock::now() + deadline, result.said);
  ::close(ends[0]);
  if (!ended) ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  const bool whole = !result.said.empty() && result.said.back() == kDone;
  if (!ended)
    result.end = ChildResult::End::late;
  else if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && whole)
    result.end = ChildResult::End::finished;
  else
    result.end = ChildResult::End::crashed;
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  if (whole) result.said.pop_back();
  return result;
}

}  // namespace countersign::plugin
