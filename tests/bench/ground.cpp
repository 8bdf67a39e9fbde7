// bench_ground: what telling costs which sentence of an AI's reply rests on which source. The processor time of a reply
// of 500 bytes with three articles of 2 KB, and of a reply of 1 MB.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "flow/grounding/support.hpp"

namespace {

using namespace countersign::grounding;

constexpr int kRounds = 5;
constexpr int kTimes = 1000;

double processor_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

std::string grown(std::string begin, const std::string& filler, std::size_t size) {
  for (int i = 0; begin.size() < size; ++i) begin += filler + std::to_string(i) + ". ";
  begin.resize(size);
  return begin;
}

/// The least of some rounds, for one call.
double least(const std::string& reply, const Basis& basis, int times) {
  double best = 1e12;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = processor_us();
    for (int i = 0; i < times; ++i)
      if (ground(reply, basis).empty()) return 0;
    best = std::min(best, (processor_us() - begin) / times);
  }
  return best;
}

}  // namespace

int main() {
  const std::string filler = "Our warehouse packs parcels from Monday to Friday and hands them to the carrier before ";
  const std::string returns =
      grown("You can return unworn shoes and clothes within 30 days. Print the label. ", filler, 2048);
  const std::string delivery =
      grown("Standard delivery takes three to five working days. Express costs 4.90 EUR. ", filler, 2048);
  const std::string hours = grown("Our support team is there from 8 to 18 o'clock, Monday to Friday. ", filler, 2048);
  const std::string reply = grown(
      "Hello Ana, thank you for your message. You can return unworn shoes within 30 days. Standard delivery takes 3 to "
      "5 "
      "working days. We also send a free umbrella. Is there anything else I can help you with? ",
      "The warehouse hands parcels to the carrier before ", 500);
  const Basis basis{{returns, delivery, hours}, {"Can I return the shoes of my order 4711?"}, "en"};
  std::printf("500 bytes, three articles of 2 KB: %.1f us\n", least(reply, basis, kTimes));
  std::printf("1 MB: %.0f us\n", least(grown(reply, "A parcel is handed over before ", 1'000'000), basis, 3));
  return 0;
}
