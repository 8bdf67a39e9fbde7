// decide() when something inside it fails: memory runs out at every place where it may. What comes out is a held text
// with AI off, or exactly what comes out otherwise.
#include <cstdlib>
#include <new>

#include "policy/world.hpp"

namespace {

/// Allocations of this thread that still succeed; negative: all of them.
thread_local long allowance = -1;

}  // namespace

// Not inlined: the compiler would see malloc() and delete side by side and take them for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allowance == 0) throw std::bad_alloc();
  if (allowance > 0) --allowance;
  if (void* place = std::malloc(size == 0 ? 1 : size)) return place;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* place) noexcept { std::free(place); }
[[gnu::noinline]] void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace countersign::policy {
namespace {

using namespace testing;

TEST(Deciding, HoldsWhereverMemoryRunsOut) {
  constexpr unsigned kWorlds = 150;
  unsigned held = 0;
  for (unsigned seed = 0; seed < kWorlds && !::testing::Test::HasFailure(); ++seed) {
    World world(seed);
    const PolicySet set(std::make_unique<Compiled>(world.set()));
    const Facts facts = world.facts();
    const Decision whole = decide(set, facts);
    SCOPED_TRACE(seed);
    for (long left = 0;; ++left) {
      allowance = left;
      const Decision d = decide(set, facts);
      const bool ran_out = allowance == 0;
      allowance = -1;
      if (d.error.empty()) {
        expect_same(whole, d);
        if (!ran_out) break;
        continue;
      }
      ++held;
      ASSERT_EQ(d.verdict, Verdict::hold) << "after " << left << " allocations";
      ASSERT_TRUE(d.duties.ai_off);
      ASSERT_EQ(d.ai_may, AiMay::nothing);
    }
  }
  EXPECT_GT(held, kWorlds) << "nothing ran out";
}

}  // namespace
}  // namespace countersign::policy
