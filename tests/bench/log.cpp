// bench_log FOLDER [SECONDS] [ENTRIES]: what publishing adds to a durable commit, and how fast a log is verified beside
// bare SHA-256 over entries of that size. FOLDER is made and must be on the disk to measure. Prints name=value lines.
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>
#include <vector>

#include "auditor/verify.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "publish/publisher.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace {

using namespace countersign;
using Seconds = std::chrono::duration<double>;
namespace fs = std::filesystem;

constexpr int kWriters = 16;
constexpr std::int64_t kEntriesEach = 3;  // arrived, cleared, delivered

class QuickDisk final : public publish::Disk {
 public:
  int sync(int /*file*/) override { return 0; }
};

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// About a thousand bytes, as a decision is.
std::string body_of(std::int64_t number) {
  json::Object entry{{"id", "e" + std::to_string(number)},
                     {"at", to_rfc3339(from_micros(1'795'255'200'000'000 + number))},
                     {"kind", "decided"},
                     {"conversation", crypto::sha256_hex(std::to_string(number / 12))},
                     {"message", "m" + std::to_string(number)}};
  json::Array rules;
  for (int i = 0; i < 6; ++i)
    rules.emplace_back(json::Object{{"policy", "disclosure"},
                                    {"rule", "show_notice"},
                                    {"version", i},
                                    {"mode", "enforce"},
                                    {"verdict", "send"},
                                    {"met", true},
                                    {"why", "This holds."}});
  entry["decision"] = json::Object{{"verdict", "send"}, {"rules", std::move(rules)}};
  return json::dump(entry);
}

void insert(store::Session& session, std::int64_t number, const std::string& body) {
  session.run("INSERT INTO entry(id, at, kind, message, body) VALUES($1,$2,'decided',$3,$4)",
              {"e" + std::to_string(number), number, "m" + std::to_string(number), store::Blob{body}});
}

struct Measured {
  double rate = 0, cpu_us = 0;
  std::uint64_t checkpoints = 0;
};

/// Transactions of three entries, as many as fit, by writers that wait for the sync of each.
Measured commits(const fs::path& folder, double seconds, bool publishing) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto db = store::open_sqlite(folder / "countersign.db", store::apply_schema).value();
  const SystemClock clock;
  std::unique_ptr<publish::Publisher> log;
  if (publishing) {
    log = publish::Publisher::open(*db, clock, publish::place_in(folder)).value();
    log->start();
  }
  std::atomic<std::int64_t> next{0};
  const auto cpu = cpu_seconds();
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i)
    writers.emplace_back([&] {
      while (Seconds(std::chrono::steady_clock::now() - begin).count() < seconds) {
        const auto first = next.fetch_add(kEntriesEach);
        std::vector<std::string> bodies;
        for (std::int64_t k = 0; k < kEntriesEach; ++k) bodies.push_back(body_of(first + k));
        (void)db->commit([&](store::Session& session) {
          for (std::int64_t k = 0; k < kEntriesEach; ++k)
            insert(session, first + k, bodies[static_cast<std::size_t>(k)]);
        });
      }
    });
  for (auto& writer : writers) writer.join();
  const auto took = Seconds(std::chrono::steady_clock::now() - begin).count();
  const auto count = static_cast<double>(next.load() / kEntriesEach);
  Measured found{count / took, (cpu_seconds() - cpu) / count * 1e6, log ? log->state().checkpoints : 0};
  if (log) log->stop();
  return found;
}

void verifying(const fs::path& folder, std::int64_t entries) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto db = store::open_sqlite(folder / "countersign.db", store::apply_schema).value();
  (void)db->commit([&](store::Session& session) {
    for (std::int64_t i = 0; i < entries; ++i) insert(session, i, body_of(i));
  });
  QuickDisk disk;
  const SystemClock clock;
  auto begin = std::chrono::steady_clock::now();
  const auto log = publish::Publisher::open(*db, clock, publish::place_in(folder), {}, disk).value();
  std::cout << "publish_entries_per_second="
            << static_cast<double>(entries) / Seconds(std::chrono::steady_clock::now() - begin).count() << "\n";
  const publish::LogFolder files(folder / "audit");
  std::uint64_t bytes = 0;
  for (const unsigned threads : {1U, std::thread::hardware_concurrency()}) {
    begin = std::chrono::steady_clock::now();
    const auto found = auditor::verify(files, {log->key(), {}, threads}).value();
    const auto took = Seconds(std::chrono::steady_clock::now() - begin).count();
    if (!found.findings.empty()) std::cout << "trouble=" << found.findings[0].what << "\n";
    bytes = found.bytes;
    std::cout << "verify_threads=" << threads << " seconds=" << took
              << " entries_per_second=" << static_cast<double>(entries) / took
              << " mb_per_second=" << static_cast<double>(bytes) / took / 1e6 << "\n";
  }
  const std::string entry(static_cast<std::size_t>(bytes) / static_cast<std::size_t>(entries), 'x');
  begin = std::chrono::steady_clock::now();
  std::int64_t hashed = 0;
  for (; Seconds(std::chrono::steady_clock::now() - begin).count() < 2; hashed += 1000)
    for (int i = 0; i < 1000; ++i) (void)crypto::sha256(entry);
  const auto took = Seconds(std::chrono::steady_clock::now() - begin).count();
  std::cout << "entry_bytes=" << entry.size() << " bare_sha256_mb_per_second="
            << static_cast<double>(hashed) * static_cast<double>(entry.size()) / took / 1e6 << "\n";
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return std::cerr << "usage: bench_log FOLDER [SECONDS] [ENTRIES]\n", 2;
  const fs::path folder = words[1];
  const double seconds = count > 2 ? std::atof(words[2]) : 5;
  const std::int64_t entries = count > 3 ? std::atoll(words[3]) : 200'000;
  for (int round = 0; round < 3; ++round) {
    const auto without = commits(folder, seconds, false), with = commits(folder, seconds, true);
    std::cout << "commits_per_second=" << without.rate << " with_publishing=" << with.rate
              << " ratio=" << with.rate / without.rate << " cpu_us_per_commit=" << without.cpu_us
              << " with_publishing=" << with.cpu_us << " ratio=" << with.cpu_us / without.cpu_us
              << " checkpoints=" << with.checkpoints << "\n";
  }
  verifying(folder, entries);
  fs::remove_all(folder);
}
