// bench_load: writes customers' messages to a server on this machine and tells what became of them; README.md.
#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <memory>

#include "idle.hpp"
#include "load.hpp"
#include "sink.hpp"

namespace {

using namespace countersign::bench;

void allow_many_files() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// The upstream of a relay, until it is killed.
[[noreturn]] void receive_only(Loop& loop) {
  for (;;) loop.turn(1'000'000);
}

}  // namespace

int main(int count, char** words) {
  const Options options = read_options(count, words);
  allow_many_files();
  Loop loop;
  std::unique_ptr<Load> load;
  std::unique_ptr<Sink> sink;
  if (options.sink != 0)
    sink = std::make_unique<Sink>(loop, options.sink, [&load](std::string_view conversation) {
      if (load) load->delivered(conversation);
    });
  if (options.port == 0) receive_only(loop);
  const Usage empty = usage_of(options.pid);
  Idle idle(loop, options);
  const std::size_t first =
      options.idle / 5;  // they also bring what is made once: caches, arenas, readers of the store
  (void)idle.open(first);
  const Usage some = usage_of(options.pid);
  const auto opened = idle.open(options.idle);
  const Usage full = usage_of(options.pid);
  load = std::make_unique<Load>(loop, options);
  load->run();
  std::cout << load->report();
  if (sink) std::cout << " doubled=" << sink->doubled();
  if (options.idle != 0)
    std::cout << " idle_opened=" << opened << " idle_alive=" << idle.alive() << " idle_bytes_each="
              << (full.rss_kb - some.rss_kb) * 1024 / static_cast<std::int64_t>(options.idle - first)
              << " idle_threads=" << full.threads - empty.threads;
  std::cout << std::endl;
}
