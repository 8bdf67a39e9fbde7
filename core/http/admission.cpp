#include "http/admission.hpp"

#include <algorithm>
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
  // Nobody overtakes those who wait, but those of a sender that has its share already wait for themselves only.
  const auto ahead = std::find_if(queue_.begin(), queue_.end(), [&](const Waiting& one) {
    return one.sender == sender || below_share(one.sender);
  });
  const bool free = ahead == queue_.end() && may_run(sender);
  const bool slow = ahead != queue_.end() && now - ahead->since >= limits_.wait;
  if (!free && (slow || queue_.size() >= limits_.waiting)) return Place::full;
  ++of_sender_[sender];
  if (free) {
    begin(sender);
    return Place::taken;
  }
  queue_.push_back({request, sender, std::move(reply), std::move(job), now});
  return Place::queued;
}

bool Admission::next() {
  std::unique_lock lock(mutex_);
  if (queue_.empty()) return false;
  const bool late = clock_.steady() - queue_.front().since >= 2 * limits_.wait;
  const auto found = late ? queue_.begin() : std::find_if(queue_.begin(), queue_.end(), [&](const Waiting& one) {
    return may_run(one.sender);
  });
  if (found == queue_.end()) return false;  // who works now looks here again afterwards
  Waiting one = std::move(*found);
  queue_.erase(found);
  if (late)
    forget(one.sender);
  else
    begin(one.sender);
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
  if (const auto found = running_of_.find(sender); --found->second == 0) running_of_.erase(found);
  forget(sender);
}

bool Admission::below_share(const std::string& sender) const {
  const auto found = running_of_.find(sender);
  return found == running_of_.end() || found->second < std::max<std::size_t>(1, limits_.at_once * 2 / 3);
}

void Admission::begin(const std::string& sender) {
  ++running_;
  ++running_of_[sender];
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
