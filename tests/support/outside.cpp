#include "support/outside.hpp"

#include <stdexcept>

namespace countersign::testing {

Outside::Outside() {
  answers(200);
  http::Options options;
  options.threads = 4;
  if (const auto started = server_.start([this](const auto& request) { return handle(request); }, options); !started)
    throw std::runtime_error(started.error().message);
}

Outside::~Outside() { server_.stop(); }

std::string Outside::url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

std::vector<http::Request> Outside::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

void Outside::forget() {
  const std::lock_guard lock(mutex_);
  seen_.clear();
}

void Outside::answers(Answer answer) {
  const std::lock_guard lock(mutex_);
  answer_ = std::move(answer);
}

void Outside::answers(int status) {
  answers([status](const http::Request&) { return http::json(status, json::Object()); });
}

void Outside::drafts(const std::string& text) {
  answers([text](const http::Request&) {
    json::Object choice{{"index", 0},
                        {"finish_reason", "stop"},
                        {"message", json::Object{{"role", "assistant"}, {"content", text}}}};
    return http::json(200, json::Object{{"id", "x"}, {"model", "m"}, {"choices", json::Array{std::move(choice)}}});
  });
}

http::Response Outside::handle(const http::Request& request) {
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    seen_.push_back(request);
    answer = answer_;
  }
  return answer(request);
}

}  // namespace countersign::testing
