// Visitor: plays the customers of the shop and the people of the company over real HTTP: posts signed webhooks, waits
// until a conversation has settled, asks the API as one of the demo's users. One object per thread. What cannot be done
// is thrown as Trouble, which the demo command catches; no customer text is in it.
#pragma once

#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include "app/demo/clock.hpp"
#include "app/stop_signal.hpp"
#include "base/json.hpp"
#include "flow/delivery/loopback.hpp"

namespace countersign::app::demo {

class Trouble : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What every visitor needs to know of the running demo; outlives them.
struct Scene {
  const Clock& clock;
  std::string secret;                         ///< of the channel `shop`
  std::uint16_t port = 0;                     ///< the gateway's
  std::map<std::string, std::string> tokens;  ///< by user name
  StopSignal& stop;
  std::function<void()> clock_was_set;  ///< to be told after the demo's clock was set back: it goes on record
};

/// One line of a customer.
struct Line {
  std::string event;         ///< unique; the same again is a duplicate
  std::string conversation;  ///< the channel's own name for it
  std::string text;
  std::string locale;         ///< "" when unknown
  std::string customer = {};  ///< "": somebody of whom only this conversation is known
};

struct Answer {
  int status = 0;
  json::Value body;  ///< null when the answer is no JSON
};

/// The webhook's body for a line.
[[nodiscard]] std::string webhook_body(const Line& line);

class Visitor {
 public:
  explicit Visitor(const Scene& scene);

  /// Posts to /channels/shop with the given signature.
  [[nodiscard]] Answer post(const std::string& body, const std::string& signature);
  /// A customer's line, signed properly; our id of it. Throws unless it was accepted.
  [[nodiscard]] std::string say(const Line& line);
  /// The conversation once nothing is in work for it any more; throws after ten seconds.
  [[nodiscard]] json::Value settled(const std::string& conversation);
  /// Any call of the API as `user`.
  [[nodiscard]] Answer as(const std::string& user, const std::string& method, const std::string& path,
                          const json::Value& body = {});
  /// The entries of the record about a message, oldest first.
  [[nodiscard]] json::Array record(const std::string& message);

 private:
  const Scene& scene_;
  Loopback wire_;
};

}  // namespace countersign::app::demo
