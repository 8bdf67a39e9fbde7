// The HTTP client behind Egress: connections kept per server, a total deadline, a capped answer, certificates verified.
// Known to egress.cpp and wire.cpp alone. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "flow/delivery/egress.hpp"

namespace Poco::Net {
class HTTPClientSession;
}

namespace countersign {

class Egress::Wire {
 public:
  explicit Wire(std::size_t max_answer);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// Never throws. `status` 0: no answer; `sent` says whether bytes may have arrived.
  [[nodiscard]] plugin::Response call(const plugin::Request& request, std::chrono::milliseconds deadline) noexcept;

 private:
  using Session = std::unique_ptr<Poco::Net::HTTPClientSession>;
  struct Tls;
  [[nodiscard]] Session take(const std::string& origin);
  void give_back(const std::string& origin, Session session);
  plugin::Response exchange(const plugin::Request& request, std::chrono::milliseconds deadline, bool& sent);

  std::size_t max_answer_;
  std::unique_ptr<Tls> tls_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Session>> idle_;
};

}  // namespace countersign
