// Typed faces of the plugin kinds: what the road says to a channel, a model and a helpdesk (a lookup: lookup.hpp). They
// turn structs into the ABI's fields and back, and refuse what a plugin must not answer. Any thread; no I/O: requests
// are values that the outbound room performs.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "flow/words.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

/// A webhook as it arrived; header names in lower case.
struct Webhook {
  std::string method;
  std::string path;
  Fields headers;
  std::string body;
  Time now{};
};

struct Attachment {
  std::string url;
  std::string media_type;
  std::string name;
};

/// A customer's message, translated.
struct Inbound {
  std::string event;  ///< the channel's id for this delivery; de-duplicated
  std::string conversation;
  std::string customer;
  std::string name;
  std::string locale;
  std::string text;  ///< valid UTF-8
  std::optional<Time> sent_at;
  std::vector<Attachment> attachments;
  bool asks_for_person = false;  ///< the customer pressed the button for it: no words need to be understood
};

/// A reply to translate for the channel.
struct Outgoing {
  std::string message;  ///< our id
  std::string conversation;
  std::string customer;
  std::string text;  ///< the final composed bytes
  Author written_by = Author::system;
  std::string notice;  ///< "ai-notice@4/en" or "" for null
  std::string in_reply_to;
  std::string receipt;  ///< audit entry id
  std::string idempotency_key;
  Time now{};
};

/// A request for the outbound room to perform; `desk:` URLs go to the built-in desk, `chat:` ones to the chat page.
struct Request {
  std::string method;
  std::string url;
  Fields headers;
  std::string body;
};

/// What came back. `status` 0: no answer.
struct Response {
  int status = 0;
  Fields headers;  ///< names in lower case
  std::string body;
  bool sent = false;  ///< bytes may have reached the other side
};

enum class Outcome { delivered, refused, retry, unknown };
struct Delivery {
  Outcome outcome = Outcome::unknown;
  std::string detail;  ///< one sentence, no customer text
  std::optional<std::chrono::seconds> retry_after;
};

/// The servers that the settings of one opened plugin name, as origin_of() writes them: the only ones it may call.
using Origins = std::set<std::string>;

class Channel {
 public:
  Channel(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, std::string name,
          Origins origins = {});
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Origins& origins() const { return origins_; }
  [[nodiscard]] std::string complaint() const { return instance_->complaint(); }  ///< for health, "": none
  [[nodiscard]] std::string kind() const;                                         ///< "webhook": the id's second part
  [[nodiscard]] const Plugin& plugin() const { return *plugin_; }
  /// Signature first (Fault::forged), then translation (Fault::invalid with what is wrong). On failure `http_status`,
  /// when given, gets the status for the sender: 401 forged, 400 not readable at all, 422 readable but wrong, 404 no
  /// such webhook, 503 later or our failure: what the plugin makes of it cannot be used.
  [[nodiscard]] Result<Inbound> receive(const Webhook& webhook, int* http_status = nullptr) const;
  [[nodiscard]] Result<Request> compose(const Outgoing& message) const;
  [[nodiscard]] Delivery outcome(const Response& response) const;

 private:
  std::shared_ptr<const Plugin> plugin_;
  std::unique_ptr<Instance> instance_;
  std::string name_;
  Origins origins_;
};

/// One turn of a prompt. `role` is system | customer | ai | person.
struct Turn {
  std::string role;
  std::string text;
};
struct Passage {
  std::string title;
  std::string text;
  std::string source;
  std::string answers = {};                       ///< a looked-up fact: the questions it answers, separated by "|"
  std::optional<Time> good_until = std::nullopt;  ///< a looked-up fact: afterwards it may have changed
};
struct Prompt {
  std::vector<Turn> turns;        ///< oldest first; the last is the question
  std::vector<Passage> passages;  ///< what an earlier model of the list found
  std::string language;
  Time now{};
};
/// What a model says. Without `text` it does not know: a person answers, there is no "I don't know" to approve.
struct Drafted {
  std::string text;
  std::vector<Passage> sources;   ///< the current articles it rests on
  std::vector<Passage> passages;  ///< found, but not sure enough to answer from
  std::string why_not;            ///< when `text` is empty
};

class Model {
 public:
  Model(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, std::string name,
        Origins origins = {});
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Origins& origins() const { return origins_; }
  [[nodiscard]] std::string complaint() const { return instance_->complaint(); }  ///< for health, "": none
  [[nodiscard]] const Plugin& plugin() const { return *plugin_; }
  /// A local model answers at once; any other asks for a request.
  struct Step {
    std::optional<Drafted> drafted;
    std::optional<Request> request;
  };
  [[nodiscard]] Result<Step> ask(const Prompt& prompt) const;
  /// unavailable: try again later; invalid: the answer cannot be used. `prompt` is the one that was asked; a plugin
  /// names those of its passages that the answer rests on.
  [[nodiscard]] Result<Drafted> answer(const Response& response, const Prompt& prompt = {}) const;

 private:
  std::shared_ptr<const Plugin> plugin_;
  std::unique_ptr<Instance> instance_;
  std::string name_;
  Origins origins_;
};

/// Something the helpdesk should know.
struct TicketEvent {
  std::string kind;          ///< opened | message | note | handed_over | review | closed
  std::string ticket;        ///< the helpdesk's id, "" when it has none yet
  std::string conversation;  ///< our id
  std::string subject;
  std::string queue;
  std::string priority;
  Author written_by = Author::customer;
  std::string text;
  std::string idempotency_key;
  Time now{};
};
/// An agent's words from the helpdesk.
struct AgentReply {
  std::string event;
  std::string ticket;
  std::string agent;
  std::string text;
};

class Helpdesk {
 public:
  Helpdesk(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, Origins origins = {});
  [[nodiscard]] const Origins& origins() const { return origins_; }
  [[nodiscard]] std::string complaint() const { return instance_->complaint(); }  ///< for health, "": none
  [[nodiscard]] const Plugin& plugin() const { return *plugin_; }
  [[nodiscard]] Result<Request> compose(const TicketEvent& event) const;
  /// The ticket's id; unavailable: try again; invalid: refused for good.
  [[nodiscard]] Result<std::string> ticket(const Response& response) const;
  /// Signature first, then translation; nullopt for events that are no agent's reply.
  [[nodiscard]] Result<std::optional<AgentReply>> receive(const Webhook& webhook, int* http_status = nullptr) const;

 private:
  std::shared_ptr<const Plugin> plugin_;
  std::unique_ptr<Instance> instance_;
  Origins origins_;
};

}  // namespace countersign::plugin
