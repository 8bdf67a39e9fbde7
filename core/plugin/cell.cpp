#include "plugin/cell.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <vector>

#include "countersign/plugin.h"
#include "plugin/confine.hpp"
#include "plugin/host.hpp"

namespace countersign::plugin {
namespace {

constexpr const char* kName = "countersign-cell";
constexpr char kCameToItsEnd = 'k';
constexpr std::size_t kMostSettings = std::size_t{4} << 20;

std::string read_all(int from) {
  std::string all;
  char part[4096];
  for (ssize_t got = 0; (got = ::read(from, part, sizeof part)) > 0 && all.size() < kMostSettings;)
    all.append(part, static_cast<std::size_t>(got));
  return all;
}

cs_status ignore(void*, cs_text, cs_text) { return CS_OK; }

/// Texts with a zero byte after each: keys and values in turn. Settings hold no zero bytes.
void open_and_close(const cs_plugin& plugin, const std::string& packed) {
  std::vector<cs_text> texts;
  for (std::size_t at = 0; at < packed.size(); at += std::strlen(packed.c_str() + at) + 1)
    texts.push_back({packed.c_str() + at, std::strlen(packed.c_str() + at)});
  std::vector<cs_field> fields;
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2) fields.push_back({texts[i], texts[i + 1]});
  const cs_input input{sizeof(cs_input), static_cast<std::uint32_t>(fields.size()), fields.data()};
  const cs_output output{sizeof(cs_output), 0, nullptr, ignore};
  const Host host("cell");
  void* instance = nullptr;
  if (plugin.open(host.table(), &input, &output, &instance) == CS_OK && instance != nullptr) plugin.close(instance);
}

/// The whole life of a cell. What the loader refuses is not looked at here: it says it better.
[[noreturn]] void be_a_cell(const char* file, bool with_settings) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody would wait for it any more
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &none);  // pipes are not files
  const std::string packed = with_settings ? read_all(0) : std::string();
  (void)forbid_sockets_and_processes();
  try {
    void* library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    const auto entry = library == nullptr
                           ? nullptr
                           : reinterpret_cast<const cs_plugin* (*)()>(::dlsym(library, "countersign_plugin_v1"));
    const cs_plugin* plugin = entry == nullptr ? nullptr : entry();
    const bool usable = plugin != nullptr && plugin->abi_major == CS_ABI_MAJOR && plugin->size >= sizeof(cs_plugin) &&
                        plugin->open != nullptr && plugin->close != nullptr;
    if (usable && with_settings) open_and_close(*plugin, packed);
  } catch (...) {
    // An exception at the border is not the end of a process; here it is told again, as what it is.
  }
  const bool told = ::write(1, &kCameToItsEnd, 1) == 1;
  ::_exit(told ? 0 : 1);
}

/// Runs before main() of every program that can load plugins; all but cells go on.
[[gnu::constructor]] void maybe_be_a_cell(int count, char** words) {
  if (count == 3 && std::strcmp(words[0], kName) == 0) be_a_cell(words[1], std::strcmp(words[2], "open") == 0);
}

struct Pipe {
  Pipe() : ok(::pipe2(ends, O_CLOEXEC) == 0) {}
  ~Pipe() {
    for (int& end : ends) shut(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  static void shut(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
  int ends[2] = {-1, -1};
  bool ok;
};

std::string packed(const Fields* settings) {
  std::string all;
  if (settings != nullptr)
    for (const auto& [key, value] : *settings) all += key + '\0' + value + '\0';
  return all;
}

/// What the cell said; nullopt when the deadline came first.
std::optional<std::string> listen(int from, std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  std::string said;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return std::nullopt;
    pollfd waiting{from, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
    char part[64];
    const auto got = ::read(from, part, sizeof part);
    if (got <= 0) return said;
    said.append(part, static_cast<std::size_t>(got));
  }
}

/// The cell's process id; 0 when none could be started.
pid_t start_cell(const std::string& file, bool with_settings, int in, int out) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out, 1);
  const char* words[] = {kName, file.c_str(), with_settings ? "open" : "load", nullptr};
  char* const no_environment[] = {nullptr};
  pid_t cell = 0;
  const int failed =
      ::posix_spawn(&cell, "/proc/self/exe", &actions, nullptr, const_cast<char* const*>(words), no_environment);
  ::posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? cell : 0;
}

}  // namespace

Status try_in_cell(const std::filesystem::path& file, const Fields* settings, std::chrono::milliseconds deadline) {
  Pipe in;
  Pipe out;
  const pid_t cell = in.ok && out.ok ? start_cell(file.string(), settings != nullptr, in.ends[0], out.ends[1]) : 0;
  if (cell == 0)
    return Error{Fault::unavailable, "no process could be started to try it in: look at the machine's limits"};
  Pipe::shut(in.ends[0]);
  Pipe::shut(out.ends[1]);
  const std::string given = packed(settings);
  // A pipe holds 64 KiB; settings are far below, and a cell that died already is told by what it did not say.
  if (!given.empty()) (void)!::write(in.ends[1], given.data(), given.size());
  Pipe::shut(in.ends[1]);
  const auto said = listen(out.ends[0], deadline);
  if (!said) ::kill(cell, SIGKILL);
  int status = 0;
  while (::waitpid(cell, &status, 0) < 0 && errno == EINTR) continue;
  if (said && !said->empty() && said->back() == kCameToItsEnd) return {};
  const std::string doing = settings != nullptr ? "when it is opened with these settings" : "when it is loaded";
  if (!said)
    return Error{Fault::invalid, "does not come to an end " + doing + ": it was given " +
                                     std::to_string(deadline.count()) + " ms; use another build"};
  const std::string how = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                              : "exit code " + std::to_string(WEXITSTATUS(status));
  return Error{Fault::invalid, "ends its process " + doing + " (" + how + "): use another build"};
}

}  // namespace countersign::plugin
