// The world outside the gateway: a real HTTP server on loopback that records what it is asked and answers as the test
// says. It plays the customer side and the model's server. Thread-safe.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "http/server.hpp"

namespace countersign::testing {

class Outside {
 public:
  using Answer = std::function<http::Response(const http::Request&)>;

  /// Answers 200 and `{}` until the test says otherwise. Throws when no port can be had.
  Outside();
  ~Outside();
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;

  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::vector<http::Request> seen() const;
  void forget();
  void answers(Answer answer);
  /// The same status to everything, with an empty object.
  void answers(int status);
  /// As a model's server: every question gets this text.
  void drafts(const std::string& text);

 private:
  http::Response handle(const http::Request& request);
  mutable std::mutex mutex_;
  std::vector<http::Request> seen_;
  Answer answer_;
  http::Server server_;
};

}  // namespace countersign::testing
