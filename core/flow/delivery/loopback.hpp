// Loopback: a small HTTP client that reaches this machine only. The demo is its visitor's browser: it plays customers
// and reviewers over real HTTP. It lives beside egress because no other library may link an HTTP client; nothing of the
// gateway's own traffic goes through it. One object per thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace Poco::Net {
class HTTPClientSession;
}

namespace countersign {

class Loopback {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  struct Answer {
    int status = 0;
    std::string body;
  };

  /// `address` is 127.0.0.1 or ::1; anything else is `forbidden`. Does not connect yet.
  [[nodiscard]] static Result<Loopback> to(const std::string& address, std::uint16_t port);
  ~Loopback();
  Loopback(Loopback&&) noexcept;
  Loopback& operator=(Loopback&&) noexcept;

  /// One request, answered within ten seconds or `unavailable`. The connection is kept for the next one.
  [[nodiscard]] Result<Answer> call(const std::string& method, const std::string& path, const Headers& headers,
                                    const std::string& body);

 private:
  explicit Loopback(std::unique_ptr<Poco::Net::HTTPClientSession> session);
  std::unique_ptr<Poco::Net::HTTPClientSession> session_;
};

}  // namespace countersign
