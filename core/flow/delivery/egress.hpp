// Egress: the only way out. One typed entry per purpose (a Cleared reply to a customer, a Screened prompt to a model, a
// Filed text to the helpdesk); nobody can hand it a bare request. The only room that links an HTTP client (tests check
// with nm). Any thread; calls block until answered or the deadline has passed.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "flow/texts.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

/// Which servers may be called, and how long a call may take in all.
struct EgressTerms {
  std::set<std::string> origins;              ///< "https://host:port", from the plugins' settings; nothing else
  std::chrono::milliseconds deadline{30000};  ///< for customers and helpdesk
  std::chrono::milliseconds model_deadline{60000};
  std::size_t max_answer = 4U << 20U;  ///< bytes
};

/// "https://host:port" of a URL, default ports filled in; "" if it is no http or https URL.
[[nodiscard]] std::string origin_of(const std::string& url);

class Egress {
 public:
  /// `desk` answers requests to `desk:` URLs, the built-in helpdesk.
  using Desk = std::function<plugin::Response(const plugin::Request&)>;
  Egress(EgressTerms terms, Desk desk);
  ~Egress();
  Egress(const Egress&) = delete;
  Egress& operator=(const Egress&) = delete;

  /// Delivers one cleared reply. The idempotency key is the same on every try.
  [[nodiscard]] plugin::Delivery send(Cleared cleared, const plugin::Channel& channel) const;
  /// Asks a model; a local one answers without any call.
  [[nodiscard]] Result<plugin::Drafted> ask(Screened prompt, const plugin::Model& model) const;
  /// Tells the helpdesk; answers with its ticket id.
  [[nodiscard]] Result<std::string> file(Filed event, const plugin::Helpdesk& helpdesk) const;

 private:
  [[nodiscard]] plugin::Response perform(const plugin::Request& request, std::chrono::milliseconds deadline) const;
  class Wire;  // the HTTP client, outbound.cpp
  EgressTerms terms_;
  Desk desk_;
  std::unique_ptr<Wire> wire_;
};

}  // namespace countersign
