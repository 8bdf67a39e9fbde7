#include "http/admission.hpp"

#include <exception>
#include <typeinfo>
#include <utility>

#include "base/log.hpp"

namespace countersign::http {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kBusy = "Nothing of this was accepted; send it again in a moment.";

}  // namespace

void Admission::refuse(Reply reply, int status, std::string_view title, const Shut& shut) const {
  Response response = problem(status, title, shut.why);
  response.headers.emplace_back("Retry-After", std::to_string(shut.retry_after.count()));
  reply.answer(std::move(response));
  refused_(shut.reason);
}

void Admission::admit(const Request& request, const std::string& sender, Reply reply, Job job) {
  if (const auto shut = closed_()) return refuse(std::move(reply), 503, "Not accepting now", *shut);
  switch (place(request, sender, reply, job)) {
    case Place::sender_full:
      return refuse(std::move(reply), 429, "Too many requests",
                    {"channel_too_fast",
                     "More of yours is being worked on than one sender may have; nothing of this was accepted, send it "
                     "again.",
                     1s});
    case Place::full:
      return refuse(std::move(reply), 503, "Too busy", {"too_busy", std::string(kBusy), 1s});
    case Place::queued:
      return;
    case Place::taken:
      run(request, std::move(reply), job);
      leave(sender);
  }
}

Admission::Place Admission::place(const Request& request, const std::string& sender, Reply& reply, Job& job) {
  const auto now = clock_.steady();
  const std::lock_guard lock(mutex_);
  const auto found = of_sender_.find(sender);
  if (found != of_sender_.end() && found->second >= limits_.per_sender) return Place::sender_full;
  const bool free = queue_.empty() && running_ < limits_.at_once;  // nobody overtakes those who wait
  const bool slow = !queue_.empty() && now - queue_.front().since >= limits_.wait;
  if (!free && (slow || queue_.size() >= limits_.waiting)) return Place::full;
  ++of_sender_[sender];
  if (free) {
    ++running_;
    return Place::taken;
  }
  queue_.push_back({request, sender, std::move(reply), std::move(job), now});
  return Place::queued;
}

bool Admission::next() {
  std::unique_lock lock(mutex_);
  if (queue_.empty()) return false;
  const bool late = clock_.steady() - queue_.front().since >= 2 * limits_.wait;
  if (!late && running_ >= limits_.at_once) return false;  // who works now looks here again afterwards
  Waiting one = std::move(queue_.front());
  queue_.pop_front();
  if (late)
    forget(one.sender);
  else
    ++running_;
  lock.unlock();
  if (late) {
    refuse(std::move(one.reply), 503, "Too busy", {"waited_too_long", std::string(kBusy), 1s});
  } else {
    run(one.request, std::move(one.reply), one.job);
    leave(one.sender);
  }
  return true;
}

void Admission::leave(const std::string& sender) {
  const std::lock_guard lock(mutex_);
  --running_;
  forget(sender);
}

/// With the lock held.
void Admission::forget(const std::string& sender) {
  if (const auto found = of_sender_.find(sender); --found->second == 0) of_sender_.erase(found);
}

void Admission::run(const Request& request, Reply reply, const Job& job) {
  try {
    job(request, std::move(reply));  // dropped by an exception, it answers 500
  } catch (const std::exception& e) {
    log::error(std::string("http: a resource threw ") + typeid(e).name());  // what() may quote the request
  } catch (...) {
    log::error("http: a resource threw something that is no exception");
  }
}

std::size_t Admission::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::size_t Admission::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

}  // namespace countersign::http
