// Resolver: names to addresses with a deadline. The system's resolver can block far longer than a caller may wait, so
// each name is looked up on a helper thread (one per name at a time; names come from the configuration only).
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace countersign {

class Resolver {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  /// Numeric addresses, IPv4 or IPv6, in the order to try them; empty: the name is not known. May block.
  using Lookup = std::function<std::vector<std::string>(const std::string& host)>;

  explicit Resolver(Lookup lookup = system_lookup);

  /// The addresses of `host` (a name, or an address already); `unavailable` when there is none by the deadline. What
  /// was found is used for a minute, an old answer longer if the name cannot be looked up now.
  [[nodiscard]] Result<std::vector<std::string>> resolve(const std::string& host, Deadline deadline);

  /// Nobody waits for an answer any more, now and from now on.
  void give_up();

  [[nodiscard]] static std::vector<std::string> system_lookup(const std::string& host);

 private:
  struct Entry {
    std::vector<std::string> addresses;
    Deadline fresh_until{};
    bool asking = false;
    unsigned answers = 0;  ///< grows with each finished lookup
  };
  /// Shared with helper threads, which may outlive the Resolver.
  struct Shared {
    std::mutex mutex;
    std::condition_variable answered;
    std::map<std::string, Entry> entries;
    bool given_up = false;
  };
  void ask(const std::string& host) const;
  Lookup lookup_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace countersign
