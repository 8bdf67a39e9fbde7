// bench_sync FILE [ROUNDS]: the bare price of durability on this disk, which every durable answer pays at least once.
// Appends 4 KB and syncs; prints the median and the 99th percentile of fdatasync in microseconds.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "measure.hpp"

int main(int count, char** words) {
  using countersign::bench::now_us;
  const int rounds = count > 2 ? std::atoi(words[2]) : 1000;
  const int file = count > 1 ? ::open(words[1], O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600) : -1;
  if (file < 0 || rounds < 1) {
    std::cerr << "usage: bench_sync FILE [ROUNDS]; FILE must be writable and on the disk to measure\n";
    return 2;
  }
  const std::string page(4096, 'x');
  countersign::bench::Samples samples;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = now_us();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) return 2;
    samples.add(now_us() - begin);
  }
  ::close(file);
  ::unlink(words[1]);
  std::cout << "sync_p50=" << samples.at(0.5) << " sync_p99=" << samples.at(0.99) << "\n";
}
