#include "chat/watchers.hpp"

#include <vector>

namespace countersign::chat {

Watcher::~Watcher() {
  const auto book = book_.lock();
  if (!book) return;
  const std::lock_guard lock(book->mutex);
  book->pages.erase(at_);
}

Watchers::Watchers() : thread_([book = book_] { work(*book); }) {}

Watchers::~Watchers() {
  {
    const std::lock_guard lock(book_->mutex);
    book_->over = true;
  }
  book_->news.notify_all();
  thread_.join();
}

bool Watchers::watch(const std::shared_ptr<Watcher>& one, std::size_t most) {
  {
    const std::lock_guard lock(book_->mutex);
    if (book_->pages.count(one->ref()) >= most) return false;
    one->at_ = book_->pages.emplace(one->ref(), one);
    one->book_ = book_;
    book_->changed.insert(one->ref());
  }
  book_->news.notify_one();
  return true;
}

void Watchers::tell(const std::string& ref) {
  {
    const std::lock_guard lock(book_->mutex);
    if (!book_->pages.contains(ref) || !book_->changed.insert(ref).second) return;
  }
  book_->news.notify_one();
}

void Watchers::work(WatchBook& book) {
  std::unique_lock lock(book.mutex);
  for (;;) {
    book.news.wait(lock, [&] { return book.over || !book.changed.empty(); });
    if (book.over) return;
    const auto ref = std::move(book.changed.extract(book.changed.begin()).value());
    std::vector<std::shared_ptr<Watcher>> all;
    const auto [first, last] = book.pages.equal_range(ref);
    for (auto it = first; it != last; ++it)
      if (auto one = it->second.lock()) all.push_back(std::move(one));
    lock.unlock();
    for (const auto& one : all) one->look();
    all.clear();  // the last holder of one comes back here: without the lock
    lock.lock();
  }
}

}  // namespace countersign::chat
