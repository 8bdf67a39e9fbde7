// bench_decide POLICIES: what one decision costs with 10, 100 and 1,000 rules that do not apply beside the folder's
// own, on the facts of a routine reply by AI. Google Benchmark; p50 and p99 are counters, in nanoseconds.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "flow/policy/policy_set.hpp"

namespace {

using namespace countersign;
namespace fs = std::filesystem;

/// A copy of the folder with so many rules more: half about other topics at the same border, the rest at others.
std::shared_ptr<const policy::PolicySet> grown(const fs::path& folder, int rules) {
  const auto copy = fs::temp_directory_path() / ("countersign-bench-" + std::to_string(rules));
  fs::remove_all(copy);
  fs::copy(folder, copy, fs::copy_options::recursive);
  for (int i = 0; i < rules; ++i) {
    const auto number = std::to_string(i);
    const bool reply = i % 2 == 0;
    std::ofstream(copy / ("more-" + number + ".yaml"))
        << "policy: More\nid: more-" << number
        << "\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\nmode: enforce\nat: " << (reply ? "reply" : "arrival")
        << "\napplies_to: {brand: [brand-" << i % 50 << "], topic: [refund]" << (reply ? ", written_by: [ai]" : "")
        << "}\nmust:\n  - not_contain: {finding: " << (reply ? "advice" : "angry") << "}\nif_not: block\n";
  }
  auto loaded = policy::PolicySet::load(copy, SystemClock().now());
  fs::remove_all(copy);
  return loaded.set;
}

policy::Facts routine() {
  policy::Facts facts;
  facts.border = Border::reply;
  facts.written_by = Author::ai;
  facts.now = SystemClock().now();
  facts.channel = facts.channel_kind = "webchat";
  facts.language = "en";
  facts.topics = {"delivery"};
  facts.turn = 2;
  facts.sources = 1;
  facts.ai_may = AiMay::reply;
  return facts;
}

void decide_with(benchmark::State& state, const std::shared_ptr<const policy::PolicySet>& set) {
  const auto facts = routine();
  std::vector<double> each;
  for (auto _ : state) {
    const auto before = std::chrono::steady_clock::now();
    auto decision = policy::decide(*set, facts);
    benchmark::DoNotOptimize(decision);
    each.push_back(std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - before).count());
  }
  std::sort(each.begin(), each.end());
  state.counters["rules"] = static_cast<double>(set->size());
  state.counters["p50_ns"] = each[each.size() / 2];
  state.counters["p99_ns"] = each[each.size() * 99 / 100];
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::fputs("usage: bench_decide POLICIES [--benchmark_...]\n", stderr), 2;
  for (const int rules : {0, 10, 100, 1000}) {
    const auto set = grown(arguments[1], rules);
    if (!set) return std::fputs("bench_decide: that folder does not load; see countersign policy check\n", stderr), 2;
    benchmark::RegisterBenchmark(("decide, " + std::to_string(rules) + " rules more").c_str(),
                                 [set](benchmark::State& state) { decide_with(state, set); });
  }
  int rest = count - 1;
  benchmark::Initialize(&rest, arguments + 1);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
