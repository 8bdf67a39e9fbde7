#include "http/admission.hpp"

#include <exception>
#include <typeinfo>
#include <utility>

#include "base/log.hpp"

namespace countersign::http {
namespace {

void refuse(Reply reply, int status, std::string_view title, std::string_view detail, std::string retry_after) {
  Response response = problem(status, title, detail);
  response.headers.emplace_back("Retry-After", std::move(retry_after));
  reply.answer(std::move(response));
}

}  // namespace

Admission::Answer Admission::admit(const Request& request, const std::string& sender, Reply reply, Job job) {
  if (const auto why = closed_(); !why.empty()) {
    refuse(std::move(reply), 503, "Not accepting now", why, "5");
    return Answer::closed;
  }
  bool kept = false;
  switch (place(request, sender, reply, job, kept)) {
    case Answer::sender_full:
      refuse(std::move(reply), 429, "Too many requests",
             "More of yours is being worked on than one sender may have; nothing of this was accepted, send it again.",
             "1");
      return Answer::sender_full;
    case Answer::full:
      refuse(std::move(reply), 503, "Too busy", "Nothing of this was accepted; send it again in a moment.", "1");
      return Answer::full;
    default:
      break;
  }
  if (kept) return Answer::admitted;
  run(request, std::move(reply), job);
  leave(sender);
  return Answer::admitted;
}

Admission::Answer Admission::place(const Request& request, const std::string& sender, Reply& reply, Job& job,
                                   bool& kept) {
  const std::lock_guard lock(mutex_);
  std::size_t& of_sender = of_sender_[sender];
  if (of_sender >= limits_.per_sender) return Answer::sender_full;
  if (running_ < limits_.at_once) {
    ++running_;
  } else if (queue_.size() < limits_.waiting) {
    queue_.push_back({request, sender, std::move(reply), std::move(job)});
    kept = true;
  } else {
    if (of_sender == 0) of_sender_.erase(sender);
    return Answer::full;
  }
  ++of_sender;
  return Answer::admitted;
}

/// The place that became free goes to who waits longest; this thread works until nobody does.
void Admission::leave(const std::string& sender) {
  std::string left = sender;
  for (;;) {
    std::unique_lock lock(mutex_);
    if (const auto found = of_sender_.find(left); --found->second == 0) of_sender_.erase(found);
    if (queue_.empty()) {
      --running_;
      return;
    }
    Waiting next = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    run(next.request, std::move(next.reply), next.job);
    left = std::move(next.sender);
  }
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

}  // namespace countersign::http
