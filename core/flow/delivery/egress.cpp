#include "flow/delivery/egress.hpp"

#include "flow/delivery/wire.hpp"

namespace countersign {

Egress::Egress(EgressTerms terms, Desk desk)
    : terms_(std::move(terms)), desk_(std::move(desk)), wire_(std::make_unique<Wire>(terms_.max_answer)) {}

Egress::~Egress() = default;

plugin::Response Egress::perform(const plugin::Request& request, std::chrono::milliseconds deadline) const {
  if (request.url.starts_with("desk:")) return desk_(request);
  if (!terms_.origins.contains(origin_of(request.url))) {
    plugin::Response refused;
    refused.status = 403;
    refused.body = "this server is not in the plugin's settings";
    return refused;
  }
  return wire_->call(request, deadline);
}

plugin::Delivery Egress::send(Cleared cleared, const plugin::Channel& channel) const {
  const ClearedReply reply = std::move(cleared).spend();
  const auto request = channel.compose(reply.outgoing);
  if (!request) return {plugin::Outcome::refused, request.error().message, {}};
  return channel.outcome(perform(*request, terms_.deadline));
}

Result<plugin::Drafted> Egress::ask(Screened prompt, const plugin::Model& model) const {
  const plugin::Prompt question = std::move(prompt).spend();
  const auto step = model.ask(question);
  if (!step) return step.error();
  if (step->drafted) return *step->drafted;
  if (!step->request) return Error{Fault::invalid, "model " + model.name() + " gave neither a draft nor a request"};
  return model.answer(perform(*step->request, terms_.model_deadline), question);
}

Result<std::string> Egress::file(Filed event, const plugin::Helpdesk& helpdesk) const {
  const auto request = helpdesk.compose(std::move(event).spend());
  if (!request) return request.error();
  return helpdesk.ticket(perform(*request, terms_.deadline));
}

}  // namespace countersign
