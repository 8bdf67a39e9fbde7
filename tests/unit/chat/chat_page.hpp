// The chat's HTTP resources on a road with a web chat, without sockets: what a page asks, and what it hears.
#pragma once

#include <condition_variable>
#include <mutex>

#include "chat_road.hpp"

namespace countersign::testing {

/// The server's side of one request: keeps the answer, or what a stream was sent.
class Heard final : public http::Exchange, public http::StreamSink, public std::enable_shared_from_this<Heard> {
 public:
  void answer(http::Response given) override {
    const std::lock_guard lock(mutex_);
    response = std::move(given);
    news_.notify_all();
  }
  /// What was answered, perhaps on the store's thread.
  http::Response answered() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(news_.wait_for(lock, std::chrono::seconds(20), [&] { return response.status != 0; }));
    return response;
  }
  http::Stream stream(http::StreamClosed closed) override {
    closed_ = std::move(closed);
    return http::Stream(shared_from_this());
  }
  void routed(int) override {}
  bool push(std::string_view bytes) override {
    const std::lock_guard lock(mutex_);
    pushed_ += bytes;
    news_.notify_all();
    return true;
  }
  void close() override {}
  [[nodiscard]] bool open() const override { return true; }

  bool streamed(const std::string& words) {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, std::chrono::seconds(20), [&] { return pushed_.find(words) != std::string::npos; });
  }
  std::string pushed() {
    const std::lock_guard lock(mutex_);
    return pushed_;
  }
  void reader_goes() { std::exchange(closed_, nullptr)(); }

  http::Response response{0, {}, ""};

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::string pushed_;
  http::StreamClosed closed_;
};

class ChatPage : public ChatTest {
 protected:
  std::shared_ptr<Heard> ask(const std::string& method, const std::string& path, http::Fields headers = {},
                             const std::string& query = "") {
    auto heard = std::make_shared<Heard>();
    http::Request request{method, path, query, std::move(headers), "", "192.0.2.1"};
    router_.handle(request, http::Reply(heard));
    return heard;
  }
  /// The message as the page sends it.
  http::Response send(const std::string& token, const std::string& id, const std::string& text = kQuestion,
                      bool person = false) {
    auto heard = std::make_shared<Heard>();
    http::Request request{"POST", "/channels/web", "", bearing(token), "", "192.0.2.1"};
    request.headers.emplace_back("content-type", "application/json");
    json::Object body{{"id", id}, {"text", text}, {"locale", "en"}};
    if (person) body["person"] = true;
    request.body = json::dump(std::move(body));
    router_.handle(request, http::Reply(heard));
    return heard->answered();
  }
  static http::Fields bearing(const std::string& token) { return {{"authorization", "Bearer " + token}}; }
  static std::string header(const http::Response& response, std::string_view name) {
    const auto* value = http::find(response.headers, name);
    return value == nullptr ? "" : *value;
  }

 private:
  http::Router router_ = gateway->router();
};

}  // namespace countersign::testing
