#include "flow/delivery/egress.hpp"

#include <algorithm>

#include "flow/delivery/retry_after.hpp"
#include "flow/delivery/wire.hpp"

namespace countersign {
namespace {

/// A pause that is short enough to sit out with the usual tries, in which nobody else need be kept away.
constexpr std::chrono::seconds kShortPause{5};

void note(Breaker& breaker, const std::string& target, const plugin::Response& response, const std::string& no_answer,
          Time now) {
  if (!no_answer.empty()) return breaker.failed(no_answer);
  if (response.status != 429 && response.status < 500) return breaker.succeeded();
  // A model or a helpdesk counts all of us together; a channel may mean one customer, so its other customers go on.
  auto later = retry_after(response, now);
  if (target.starts_with("channel:") || (later && *later <= kShortPause)) later.reset();
  breaker.failed("it answered " + std::to_string(response.status), later);
}

}  // namespace

Egress::Egress(EgressTerms terms, Desk desk, const Clock& clock, Chat chat)
    : clock_(clock),
      terms_(std::move(terms)),
      targets_(clock, terms_.targets),
      desk_(std::move(desk)),
      chat_(std::move(chat)),
      wire_(std::make_unique<Wire>(terms_.max_answer)) {}

Egress::~Egress() = default;

void Egress::renew(std::map<std::string, TargetTerms> targets) {
  targets_.set(std::move(targets));
  wire_->forget();
}

void Egress::cancel() { wire_->cancel(); }
bool Egress::cancelled() const { return wire_->cancelled(); }

plugin::Response Egress::perform(const plugin::Request& request, const std::string& target,
                                 const plugin::Origins& origins) const {
  if (request.url.starts_with("desk:")) return desk_(request);
  if (!origins.contains(origin_of(request.url))) {
    plugin::Response refused;
    refused.status = 403;
    refused.body = "this server is not in the plugin's settings";
    return refused;
  }
  const auto terms = targets_.terms(target);
  const auto under_way = targets_.calling(target);
  auto answer = wire_->call(request, terms.budget.deadline, terms.ca);
  // What we ended ourselves says nothing about the server.
  if (answer.why.empty() || !cancelled())
    note(*targets_.breaker(target), target, answer.response, answer.why, clock_.now());
  return std::move(answer.response);
}

plugin::Delivery Egress::send(Cleared cleared, const plugin::Channel& channel) const {
  const ClearedReply reply = std::move(cleared).spend();
  const auto request = channel.compose(reply.outgoing);
  if (!request) {
    const bool later = request.error().fault == Fault::unavailable;
    return {later ? plugin::Outcome::retry : plugin::Outcome::refused, request.error().message, {}};
  }
  if (request->url.starts_with("chat:") && chat_) return channel.outcome(chat_(Key<Egress>(), reply));
  const auto response = perform(*request, channel_target(channel.name()), channel.origins());
  auto delivery = channel.outcome(response);
  if (delivery.outcome == plugin::Outcome::retry && !delivery.retry_after)
    delivery.retry_after = retry_after(response, clock_.now());
  return delivery;
}

Result<plugin::Drafted> Egress::ask(Screened prompt, const plugin::Model& model) const {
  const plugin::Prompt question = std::move(prompt).spend();
  const auto step = model.ask(question);
  if (!step) return step.error();
  if (step->drafted) return *step->drafted;
  if (!step->request) return Error{Fault::invalid, "model " + model.name() + " gave neither a draft nor a request"};
  return model.answer(perform(*step->request, model_target(model.name()), model.origins()), question);
}

Result<plugin::Found> Egress::look(Sought question, const plugin::Lookup& lookup) const {
  const plugin::Question asked = std::move(question).spend();
  const auto step = lookup.ask(asked);
  if (!step) return step.error();
  if (step->found) return *step->found;
  if (!step->request) return Error{Fault::invalid, "lookup " + lookup.name() + " gave neither facts nor a request"};
  const auto target = lookup_target(lookup.name());
  const auto turn = this->turn(target);
  if (turn.shut()) return Error{Fault::unavailable, "lookup " + lookup.name() + " is left alone: " + turn.why()};
  const auto place = targets_.place(target);
  if (!place)
    return Error{Fault::unavailable, "lookup " + lookup.name() + " is asked as often at once as its budget allows"};
  return lookup.answer(perform(*step->request, target, lookup.origins()), asked);
}

Result<std::string> Egress::file(Filed event, const plugin::Helpdesk& helpdesk) const {
  const auto request = helpdesk.compose(std::move(event).spend());
  if (!request) return request.error();
  return helpdesk.ticket(perform(*request, kHelpdeskTarget, helpdesk.origins()));
}

plugin::Delivery Egress::tell(Summons summons, const Notifier& notifier) const {
  const auto request = request_of(std::move(summons).spend(), notifier, clock_.now());
  const auto response = perform(request, notify_target(notifier.name), {origin_of(notifier.url)});
  auto delivery = told(response);
  if (delivery.outcome == plugin::Outcome::retry) delivery.retry_after = retry_after(response, clock_.now());
  return delivery;
}

}  // namespace countersign
