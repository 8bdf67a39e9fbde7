#include "plugin/crash_trace.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <vector>

namespace countersign::plugin {
namespace {

namespace fs = std::filesystem;

constexpr std::array<int, 5> kFatal = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
constexpr std::size_t kAlternateStack = std::size_t{64} << 10;

thread_local const char* inside = nullptr;
std::atomic<int> trace{-1};

/// A stack for the handler, so that endless recursion is traced too.
struct AlternateStack {
  AlternateStack() : bytes(new char[kAlternateStack]) {
    stack_t stack{};
    stack.ss_sp = bytes;
    stack.ss_size = kAlternateStack;
    ::sigaltstack(&stack, nullptr);
  }
  ~AlternateStack() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
    delete[] bytes;
  }
  AlternateStack(const AlternateStack&) = delete;
  AlternateStack& operator=(const AlternateStack&) = delete;
  char* bytes;
};

/// Only what a signal handler may do (signal-safety(7)): no allocation, no lock, no library formatting.
void note_crash(int signal, siginfo_t* info, void*) {
  const char* mark = inside;
  const int file = trace.load();
  // Somebody else's kill(2) says nothing about the plugin; abort() sends the signal from this very process.
  const bool from_outside = info->si_code <= 0 && info->si_pid != ::getpid();
  if (mark != nullptr && file >= 0 && !from_outside) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    char line[256];
    std::size_t size = std::min(std::strlen(mark), sizeof line - 32);
    std::memcpy(line, mark, size);
    line[size++] = ' ';
    char digits[24];
    int count = 0;
    for (auto rest = now.tv_sec; rest > 0 && count < 24; rest /= 10)
      digits[count++] = static_cast<char>('0' + rest % 10);
    while (count > 0) line[size++] = digits[--count];
    line[size++] = '\n';
    (void)!::write(file, line, size);
  }
  ::raise(signal);  // blocked until this returns; the handler is gone by then, so the process ends as it would have
}

struct Counted {
  std::string id;
  std::vector<std::int64_t> times;
};

/// "crash DIGEST ID UNIX" and "allow ID UNIX", oldest first.
std::map<std::string, Counted> read_trace(const fs::path& file) {
  std::map<std::string, Counted> all;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string what;
    std::string digest;
    std::string id;
    std::int64_t at = 0;
    words >> what;
    if (what == "allow" && words >> id)
      std::erase_if(all, [&](const auto& one) { return one.second.id == id; });
    else if (what == "crash" && words >> digest >> id >> at) {
      all[digest].id = id;
      all[digest].times.push_back(at);
    }
  }
  return all;
}

bool too_often(const std::vector<std::int64_t>& times) {
  const auto within = std::chrono::seconds(kCrashesWithin).count();
  for (std::size_t last = kCrashesAllowed - 1; last < times.size(); ++last)
    if (times[last] - times[last - (kCrashesAllowed - 1)] <= within) return true;
  return false;
}

}  // namespace

const char* crash_mark(const std::string& digest, const std::string& id) {
  static std::mutex mutex;
  static auto* marks = new std::set<std::string>();  // never freed: an instance may outlive everything else
  const std::lock_guard lock(mutex);
  return marks->insert("crash " + digest + " " + id).first->c_str();
}

Inside::Inside(const char* mark) : before_(inside) {
  static thread_local const AlternateStack stack;
  inside = mark;
}
Inside::~Inside() { inside = before_; }

Status trace_crashes_into(const fs::path& file) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  const int fresh = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fresh < 0)
    return Error{Fault::unavailable, file.string() + ": cannot be written, so crashes of plugins cannot be counted"};
  if (const int old = trace.exchange(fresh); old >= 0) ::close(old);
  struct sigaction action {};
  action.sa_sigaction = note_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND;
  for (const int signal : kFatal) ::sigaction(signal, &action, nullptr);
  return {};
}

Crashers crashers(const fs::path& file) {
  Crashers out;
  for (const auto& [digest, counted] : read_trace(file)) {
    if (!too_often(counted.times)) continue;
    out[digest] = {counted.id, "plugin `" + counted.id + "` (sha256 " + digest +
                                   ") is left out: it crashed the gateway " + std::to_string(counted.times.size()) +
                                   " times; put another build in its place, or run `countersign plugin allow-again " +
                                   counted.id + "`, then reload"};
  }
  return out;
}

Status allow_again(const fs::path& file, const std::string& id) {
  const auto all = read_trace(file);
  if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.second.id == id; }))
    return Error{Fault::not_found, "no crash of `" + id + "` is noted: nothing had to be allowed"};
  std::ofstream out(file, std::ios::app);
  out << "allow " << id << " " << std::time(nullptr) << "\n" << std::flush;
  if (!out) return Error{Fault::unavailable, file.string() + " cannot be written: run this as the gateway's user"};
  return {};
}

}  // namespace countersign::plugin
