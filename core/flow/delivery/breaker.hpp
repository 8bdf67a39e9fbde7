// Breaker: keeps calls away from a server that does not work, and finds out when it does again. One per target of
// Egress; thread-safe. Its times come from the Clock, so tests hold them.
//
// Definition. A failure is: no whole answer (refused, hung up, broken HTTP, too large, deadline passed), or status 429
// or 5xx. Any other answer is a success: the server is there, whatever a plugin makes of its text; so nobody can shut a
// model for all by asking it nonsense. Five failures without a success in between open the breaker for 10 seconds. Then
// one call may try: if it fails, the pause doubles, up to 5 minutes; if it succeeds, the breaker closes. `ask_later` (a
// Retry-After) opens it at once for that long, 10 minutes at most.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace countersign {

class Breaker {
 public:
  explicit Breaker(const Clock& clock) : clock_(clock) {}

  struct Entry {
    std::optional<Time> shut;  ///< no call before this time; nothing entered
    unsigned trial = 0;        ///< not 0: this is the one call that may try
  };
  /// Unless shut: a call may be made, and succeeded(), failed() or leave() must follow.
  [[nodiscard]] Entry enter();
  /// The same question without entering.
  [[nodiscard]] std::optional<Time> shut() const;
  void succeeded();
  void failed(const std::string& why, std::optional<std::chrono::seconds> ask_later = std::nullopt);
  /// The call of this entry is over or was never made; what it said stands.
  void leave(unsigned trial);

  struct State {
    bool open = false;
    Time since{};       ///< open: the first failure of this trouble
    Time next{};        ///< open: when a call may try again
    int failures = 0;   ///< in a row
    std::string why{};  ///< the last failure, "" when there is none since the last success
  };
  [[nodiscard]] State state() const;

 private:
  [[nodiscard]] std::optional<Time> shut_at(Time now) const;
  const Clock& clock_;
  mutable std::mutex mutex_;
  State state_;
  std::chrono::seconds pause_{0};  ///< of the present opening
  bool trying_ = false;            ///< the one call that may try is under way
  unsigned trials_ = 0;
};

}  // namespace countersign
