// What an idle connection keeps, counted to the byte: every allocation of this program is.
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

#include "http/server.hpp"
#include "unit/http/raw_client.hpp"

namespace {
std::atomic<std::int64_t> live_bytes = 0;
}

void* operator new(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  live_bytes += static_cast<std::int64_t>(::malloc_usable_size(memory));
  return memory;
}
void operator delete(void* memory) noexcept {
  live_bytes -= static_cast<std::int64_t>(::malloc_usable_size(memory));
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace countersign::http {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMany = 200;
constexpr std::int64_t kMost = 480;  // bytes each: the connection, its place in the table, and the client of this test

TEST(ServerMemory, AnIdleConnectionKeepsNothingOfItsLastRequestAndAnswer) {
  Server server;
  const auto handler = [](const Request&) { return text(200, std::string(4000, 'x')); };
  ASSERT_TRUE(server.start(Handler(handler), {}).ok());
  std::vector<RawClient> clients;
  clients.reserve(kMany + 1);
  const std::string request = post("/", std::string(2000, 'y'));
  const auto one_more = [&] { ASSERT_EQ(clients.emplace_back(server.port()).send(request).status(), 200); };
  one_more();
  const auto before = live_bytes.load();
  for (int i = 0; i < kMany; ++i) one_more();
  // A worker tidies up after the client has read its answer; what is not freed then is kept.
  const auto end = std::chrono::steady_clock::now() + 5s;
  while (live_bytes - before > kMany * kMost && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_LE((live_bytes - before) / kMany, kMost);
}

}  // namespace
}  // namespace countersign::http
