// Watchers: the open chat pages of each conversation, told when something in it may have changed. All of them share one
// thread, so that a page costs a callback and whoever changed something only leaves a note. Told by committing threads
// and egress; pages come and go on the HTTP server's.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace countersign::chat {

class Watchers {
 public:
  /// Runs on the watchers' thread: may read the store, does not throw.
  using Told = std::function<void()>;

  Watchers();
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  /// While the handle lives, `told` is called once now and after each change; changes in quick succession may be one
  /// call. A call that already runs may end after the handle. Null when `most` pages watch `ref` already.
  [[nodiscard]] std::shared_ptr<void> watch(const std::string& ref, Told told, std::size_t most);
  /// Returns at once.
  void tell(const std::string& ref);

 private:
  struct Book {
    std::mutex mutex;
    std::condition_variable news;
    std::multimap<std::string, std::shared_ptr<const Told>> told;
    std::set<std::string> changed;
    bool over = false;
  };
  static void work(Book& book);
  std::shared_ptr<Book> book_ = std::make_shared<Book>();
  std::thread thread_;
};

}  // namespace countersign::chat
