#include "flow/crowd.hpp"

namespace countersign {
namespace {

constexpr std::int64_t kMany = 100;
constexpr std::chrono::seconds kEvery{1};

}  // namespace

std::optional<std::int64_t> Crowd::waiting(const std::string& queue, const std::string& but) {
  const auto now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto known = counts_.find(queue);
    if (known != counts_.end() && known->second.waiting >= kMany && now >= known->second.at &&
        now - known->second.at < kEvery)
      return known->second.waiting;
  }
  Count count{0, now};
  const auto read = store_.read([&](store::Session& session) {
    // Without a condition on the id, which would have each row looked up behind its place in the index.
    session.first(
        "SELECT (SELECT COUNT(*) FROM conversation WHERE queue=$1 AND owner='nobody') - "
        "(SELECT COUNT(*) FROM conversation WHERE id=$2 AND queue=$1 AND owner='nobody')",
        {queue, but}, [&](const store::Row& row) { count.waiting = row.integer(0); });
  });
  if (!read) return std::nullopt;
  const std::lock_guard lock(mutex_);
  counts_[queue] = count;
  return count.waiting;
}

}  // namespace countersign
