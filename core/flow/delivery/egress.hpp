// Egress: the only way out. One typed entry per purpose (a Cleared reply to a customer, a Screened prompt to a model, a
// Sought question to a lookup, a Filed text to the helpdesk, a Summons to who is on call); nobody can hand it a bare
// request. The only room that links an HTTP client (tests check with nm). Any thread; calls block until answered or the
// deadline has passed, so the worker gives each target threads of its own (worker.hpp).
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "flow/delivery/notifier.hpp"
#include "flow/delivery/targets.hpp"
#include "flow/texts.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

/// What each target may take, and how much may come back.
struct EgressTerms {
  std::map<std::string, TargetTerms> targets{};  ///< by name of the target; those that are not here have the defaults
  std::size_t max_answer = 4U << 20U;            ///< bytes
};

/// "https://host:port" of a URL, default ports filled in; "" if it is no http or https URL.
[[nodiscard]] std::string origin_of(const std::string& url);

/// `invalid` with a sentence when a PEM file holds no certificate to verify servers with.
[[nodiscard]] Status usable_ca(const std::string& file);

class LogServer;  // flow/delivery/log_server.hpp: published logs and their checkpoints, which hold no customer's words

class Egress {
 public:
  /// `desk` answers requests to `desk:` URLs, the built-in helpdesk.
  using Desk = std::function<plugin::Response(const plugin::Request&)>;
  /// `chat` writes a cleared reply where the chat page reads. Only send() reaches it, and it gets what was cleared: a
  /// plugin that asks for `chat:` says that it goes there, never what.
  using Chat = std::function<plugin::Response(const Key<Egress>&, const ClearedReply&)>;
  Egress(EgressTerms terms, Desk desk, const Clock& clock, Chat chat = nullptr);
  ~Egress();
  Egress(const Egress&) = delete;
  Egress& operator=(const Egress&) = delete;

  /// Asks leave for one call to a target. Take it first, prepare the text, call, and let it go.
  [[nodiscard]] Turn turn(const std::string& target) const { return Turn(targets_.breaker(target)); }
  [[nodiscard]] const Targets& targets() const { return targets_; }
  /// Other budgets, from the next call on; files of certificates are read anew.
  void renew(std::map<std::string, TargetTerms> targets);
  /// The gateway stops and waits no longer: calls under way end now without an answer, new ones are not made. Whoever
  /// called leaves his work in the store, for the next start, as if it had not been begun. For good.
  void cancel();
  [[nodiscard]] bool cancelled() const;

  /// Delivers one cleared reply. The idempotency key is the same on every try.
  [[nodiscard]] plugin::Delivery send(Cleared cleared, const plugin::Channel& channel) const;
  /// Asks a model; a local one answers without any call.
  [[nodiscard]] Result<plugin::Drafted> ask(Screened prompt, const plugin::Model& model) const;
  /// Asks a lookup; a local one answers without any call.
  [[nodiscard]] Result<plugin::Found> look(Sought question, const plugin::Lookup& lookup) const;
  /// Tells the helpdesk; answers with its ticket id.
  [[nodiscard]] Result<std::string> file(Filed event, const plugin::Helpdesk& helpdesk) const;
  /// Tells somebody on call. The idempotency key is the same on every try.
  [[nodiscard]] plugin::Delivery tell(Summons summons, const Notifier& notifier) const;

 private:
  friend class LogServer;  // the same client, for what has a type of its own there
  /// `origins`: the servers this plugin's settings name; no other is called.
  [[nodiscard]] plugin::Response perform(const plugin::Request& request, const std::string& target,
                                         const plugin::Origins& origins) const;
  class Wire;  // the HTTP client, wire.hpp
  const Clock& clock_;
  EgressTerms terms_;
  Targets targets_;
  Desk desk_;
  Chat chat_;
  std::unique_ptr<Wire> wire_;
};

}  // namespace countersign
