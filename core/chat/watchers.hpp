// Watchers: the open chat pages of each conversation, told when something in it may have changed. All of them share one
// thread, so that a page costs an object and whoever changed something only leaves a note. Told by committing threads
// and egress; pages come and go on the HTTP server's.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>

namespace countersign::chat {

class Watcher;

/// Who watches what, shared by the thread and its watchers. Thousands wait, so nothing is kept twice.
struct WatchBook {
  using Pages = std::multimap<std::string_view, std::weak_ptr<Watcher>>;  // the key is the watcher's own ref
  std::mutex mutex;
  std::condition_variable news;
  Pages pages;
  std::set<std::string, std::less<>> changed;
  bool over = false;
};

/// Something that looks again after each change of one conversation, for as long as it lives.
class Watcher {
 public:
  explicit Watcher(std::string ref) : ref_(std::move(ref)) {}
  virtual ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  /// On the watchers' thread, one at a time: may read the store, does not throw.
  virtual void look() = 0;
  [[nodiscard]] const std::string& ref() const { return ref_; }

 private:
  friend class Watchers;
  const std::string ref_;
  std::weak_ptr<WatchBook> book_;  // it may die first: a connection can outlive the gateway's rooms while it is closed
  WatchBook::Pages::iterator at_;
};

class Watchers {
 public:
  Watchers();
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  /// While it lives, `one` looks once now and after each change; changes in quick succession may be one look. Once per
  /// watcher. False when `most` watch its conversation already.
  [[nodiscard]] bool watch(const std::shared_ptr<Watcher>& one, std::size_t most);
  /// Returns at once.
  void tell(const std::string& ref);

 private:
  static void work(WatchBook& book);
  std::shared_ptr<WatchBook> book_ = std::make_shared<WatchBook>();
  std::thread thread_;
};

}  // namespace countersign::chat
