#include "measure.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

namespace countersign::bench {

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::uint32_t Samples::at(double share) {
  if (all_.empty()) return 0;
  std::sort(all_.begin(), all_.end());
  return all_[std::min(all_.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all_.size())))];
}

Usage usage_of(int pid) {
  Usage usage;
  if (pid == 0) return usage;
  // proc(5): fields 14 and 15 are user and system ticks, 20 threads, 24 resident pages; counted after the name.
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(in, line);
  const auto behind_name = line.rfind(')');
  if (behind_name == std::string::npos) return usage;
  std::istringstream fields(line.substr(behind_name + 2));
  std::string field;
  for (int number = 3; fields >> field; ++number) {
    if (number == 14 || number == 15) usage.cpu_us += std::stoll(field) * 1'000'000 / ::sysconf(_SC_CLK_TCK);
    if (number == 20) usage.threads = std::stoll(field);
    if (number == 24) usage.rss_kb = std::stoll(field) * ::sysconf(_SC_PAGESIZE) / 1024;
  }
  return usage;
}

}  // namespace countersign::bench
