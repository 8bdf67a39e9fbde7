// The HTTP client behind Egress: connections kept per server, one deadline for the whole call (looking up the name,
// connecting, TLS, head and body), a capped answer read strictly, certificates verified. A request is written once:
// there is no hidden second try. Known to egress.cpp and wire.cpp alone. Thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "flow/delivery/egress.hpp"
#include "flow/delivery/link.hpp"
#include "flow/delivery/resolver.hpp"

namespace countersign {

class Egress::Wire {
 public:
  explicit Wire(std::size_t max_answer);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  struct Answer {
    plugin::Response response;  ///< `status` 0: no answer; `sent` says whether bytes may have arrived
    std::string why;            ///< without an answer: what was wrong, in words
  };
  /// Never throws. `ca`: a PEM file that replaces the system's certificates, or "".
  [[nodiscard]] Answer call(const plugin::Request& request, std::chrono::milliseconds deadline,
                            const std::string& ca = {}) noexcept;
  /// Reads certificates anew from now on; connections made with the old ones end with their calls.
  void forget();
  /// Calls under way end now as if nobody had answered; new ones are not made. For good.
  void cancel();
  [[nodiscard]] bool cancelled() const { return interrupt_.raised(); }

 private:
  struct Kept {
    std::unique_ptr<Link> link;
    Link::Deadline until{};
  };
  struct Server;  // scheme, host and port of a URL
  [[nodiscard]] std::unique_ptr<Link> kept(const std::string& key);
  void keep(const std::string& key, std::unique_ptr<Link> link);
  [[nodiscard]] Result<std::shared_ptr<const Trust>> trust(const std::string& ca);
  [[nodiscard]] Result<std::unique_ptr<Link>> connect(const Server& server, const std::string& ca,
                                                      Link::Deadline deadline);
  [[nodiscard]] Status exchange(const plugin::Request& request, const std::string& ca, Link::Deadline deadline,
                                plugin::Response& response);

  std::size_t max_answer_;
  Interrupt interrupt_;
  Resolver resolver_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Trust>> trusts_;
  std::map<std::string, std::vector<Kept>> idle_;
};

}  // namespace countersign
