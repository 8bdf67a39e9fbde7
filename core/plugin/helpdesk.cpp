#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

Result<AgentReply> to_reply(const Fields& out, const std::string& id) {
  Reader reader(out, id);
  AgentReply reply{reader.need("event", kLongestId), reader.need("ticket", kLongestId),
                   reader.need("agent", kLongestId), reader.need("text", kLongestText, false)};
  if (reader.ok()) return reply;
  return Error{reader.garbled() ? Fault::internal : Fault::invalid, reader.error().message};
}

}  // namespace

Helpdesk::Helpdesk(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, Origins origins)
    : plugin_(std::move(plugin)), instance_(std::move(instance)), origins_(std::move(origins)) {}

Result<Request> Helpdesk::compose(const TicketEvent& event) const {
  Fields in{{"op", "event"},
            {"kind", event.kind},
            {"ticket", event.ticket},
            {"conversation", event.conversation},
            {"subject", event.subject},
            {"queue", event.queue},
            {"priority", event.priority},
            {"written_by", std::string(to_word(event.written_by))},
            {"text", event.text},
            {"idempotency_key", event.idempotency_key}};
  put_now(in, event.now);
  const Answer answer = instance_->write(in);
  if (answer.code != Code::ok) return to_error(answer, plugin_->id());
  return to_request(answer.out, plugin_->id());
}

Result<std::string> Helpdesk::ticket(const Response& response) const {
  const Answer answer = instance_->read(to_fields(response));
  if (answer.code != Code::ok) return to_error(answer, plugin_->id());
  Reader reader(answer.out, plugin_->id());
  std::string ticket = reader.need("ticket", kLongestId);
  if (!reader.ok()) return reader.error();
  return ticket;
}

Result<std::optional<AgentReply>> Helpdesk::receive(const Webhook& webhook, int* http_status) const {
  const Fields in = to_fields(webhook);
  Answer answer = instance_->verify(in);
  if (answer.code == Code::ok) answer = instance_->read(in);
  if (answer.code != Code::ok) {
    if (http_status != nullptr) *http_status = http_status_of(answer);
    return to_error(answer, plugin_->id());
  }
  if (const auto* skip = find(answer.out, "ignored"); skip != nullptr && *skip == "true")
    return std::optional<AgentReply>();
  auto reply = to_reply(answer.out, plugin_->id());
  if (!reply) {
    if (http_status != nullptr) *http_status = reply.error().fault == Fault::internal ? 503 : 422;
    return reply.error();
  }
  return std::optional<AgentReply>(std::move(*reply));
}

}  // namespace countersign::plugin
