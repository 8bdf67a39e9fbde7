#include "chat/watchers.hpp"

#include <vector>

namespace countersign::chat {

Watchers::Watchers() : thread_([book = book_] { work(*book); }) {}

Watchers::~Watchers() {
  {
    const std::lock_guard lock(book_->mutex);
    book_->over = true;
  }
  book_->news.notify_all();
  thread_.join();
}

std::shared_ptr<void> Watchers::watch(const std::string& ref, Told told, std::size_t most) {
  std::multimap<std::string, std::shared_ptr<const Told>>::iterator at;
  {
    const std::lock_guard lock(book_->mutex);
    if (book_->told.count(ref) >= most) return nullptr;
    at = book_->told.emplace(ref, std::make_shared<const Told>(std::move(told)));
    book_->changed.insert(ref);
  }
  book_->news.notify_one();
  // The book may die first: a connection can outlive the gateway's rooms for a moment while it is closed.
  return {static_cast<void*>(book_.get()), [book = std::weak_ptr<Book>(book_), at](void*) {
            const auto kept = book.lock();
            if (!kept) return;
            std::shared_ptr<const Told> last;  // what it holds may itself come back here: freed without the lock
            const std::lock_guard inside(kept->mutex);
            last = at->second;
            kept->told.erase(at);
          }};
}

void Watchers::tell(const std::string& ref) {
  {
    const std::lock_guard lock(book_->mutex);
    if (!book_->told.contains(ref) || !book_->changed.insert(ref).second) return;
  }
  book_->news.notify_one();
}

void Watchers::work(Book& book) {
  std::unique_lock lock(book.mutex);
  for (;;) {
    book.news.wait(lock, [&] { return book.over || !book.changed.empty(); });
    if (book.over) return;
    const auto ref = std::move(book.changed.extract(book.changed.begin()).value());
    std::vector<std::shared_ptr<const Told>> all;
    const auto [first, last] = book.told.equal_range(ref);
    for (auto it = first; it != last; ++it) all.push_back(it->second);
    lock.unlock();
    for (const auto& told : all) (*told)();
    all.clear();
    lock.lock();
  }
}

}  // namespace countersign::chat
