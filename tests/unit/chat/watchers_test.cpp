// Open pages are told of changes, on one thread, and only of their own.
#include "chat/watchers.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>

namespace countersign::chat {
namespace {

/// Lets a test wait until something was told a number of times.
class Bell {
 public:
  void ring() {
    const std::lock_guard lock(mutex_);
    ++count_;
    news_.notify_all();
  }
  bool rang(int times) {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, std::chrono::seconds(20), [&] { return count_ >= times; });
  }
  int count() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  int count_ = 0;
};

class Page final : public Watcher {
 public:
  Page(const std::string& ref, std::function<void()> told) : Watcher(ref), told_(std::move(told)) {}
  void look() override { told_(); }

 private:
  const std::function<void()> told_;
};

/// Null when the conversation has its pages already.
std::shared_ptr<Watcher> watch(
    Watchers& watchers, const std::string& ref, std::function<void()> told = [] {}, std::size_t most = 10) {
  auto page = std::make_shared<Page>(ref, std::move(told));
  return watchers.watch(page, most) ? page : nullptr;
}

TEST(Watchers, TellAPageOnceAtItsStartAndAfterEachChange) {
  Bell bell;
  Watchers watchers;
  const auto handle = watch(
      watchers, "a", [&] { bell.ring(); }, 10);
  ASSERT_TRUE(bell.rang(1));
  watchers.tell("a");
  ASSERT_TRUE(bell.rang(2));
}

TEST(Watchers, TellNobodyElse) {
  Bell a;
  Bell b;
  Watchers watchers;
  const auto first = watch(
      watchers, "a", [&] { a.ring(); }, 10);
  const auto second = watch(
      watchers, "b", [&] { b.ring(); }, 10);
  ASSERT_TRUE(a.rang(1) && b.rang(1));
  watchers.tell("a");
  watchers.tell("c");
  watchers.tell("b");
  ASSERT_TRUE(b.rang(2));
  EXPECT_EQ(a.count(), 2);
}

TEST(Watchers, APageThatIsGoneIsToldNothing) {
  Bell gone;
  Bell here;
  Watchers watchers;
  auto first = watch(
      watchers, "a", [&] { gone.ring(); }, 10);
  const auto second = watch(
      watchers, "a", [&] { here.ring(); }, 10);
  ASSERT_TRUE(gone.rang(1) && here.rang(1));
  const int before = here.count();
  first.reset();
  const int told = gone.count();
  watchers.tell("a");
  ASSERT_TRUE(here.rang(before + 1));
  EXPECT_EQ(gone.count(), told);
}

TEST(Watchers, AConversationHasOnlySoManyPages) {
  Watchers watchers;
  auto first = watch(
      watchers, "a", [] {}, 2);
  const auto second = watch(
      watchers, "a", [] {}, 2);
  EXPECT_EQ(watch(
                watchers, "a", [] {}, 2),
            nullptr);
  EXPECT_NE(watch(
                watchers, "b", [] {}, 2),
            nullptr);
  first.reset();
  EXPECT_NE(watch(
                watchers, "a", [] {}, 2),
            nullptr);
}

TEST(Watchers, APageMayOutliveThem) {
  std::shared_ptr<Watcher> handle;
  {
    Watchers watchers;
    handle = watch(
        watchers, "a", [] {}, 1);
  }
  handle.reset();
}

TEST(Watchers, AChangeThatComesWhileAPageIsToldIsNotLost) {
  Bell bell;
  std::promise<void> inside;
  std::promise<void> go;
  Watchers watchers;
  bool first = true;  // the watchers' thread alone uses it
  const auto handle = watch(
      watchers, "a",
      [&] {
        if (first) {
          first = false;
          inside.set_value();
          go.get_future().wait();
        }
        bell.ring();
      },
      10);
  inside.get_future().wait();
  watchers.tell("a");
  go.set_value();
  EXPECT_TRUE(bell.rang(2));
}

}  // namespace
}  // namespace countersign::chat
