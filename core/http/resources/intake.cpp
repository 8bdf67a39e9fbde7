// POST /channels/{name} and POST /helpdesk: the doors for webhooks. 2xx only after the durable commit.
#include "base/log.hpp"
#include "http/resources/api.hpp"

namespace countersign::http {
namespace {

plugin::Webhook webhook_of(const Request& request, Time now) {
  return {request.method, request.path, request.headers, request.body, now};
}

Response refuse(const Error& error, int refused_as) {
  if (refused_as == 0) return from(error);
  auto answer = problem(refused_as, refused_as == 401 ? "The signature does not fit" : "The message was not accepted",
                        error.message);
  if (error.fault == Fault::internal)  // the text is about the plugin, which is nobody's business outside
    answer = problem(refused_as, "The message was not accepted",
                     "It could not be read here; nothing was kept. Send it again later.");
  if (refused_as == 503) answer.headers.emplace_back("Retry-After", "5");
  return answer;
}

std::string_view reason(const Error& error, int refused_as) {
  if (error.fault == Fault::internal) return "internal";
  const int status = refused_as == 0 ? status_of(error.fault) : refused_as;
  switch (status) {
    case 401:
      return "forged";
    case 404:
      return "unknown_channel";
    case 409:
      return "conflict";
    case 413:
      return "too_large";
    case 503:
      return "unavailable";
    default:
      return status < 500 ? "invalid" : "internal";
  }
}

/// The page tells this apart from a gateway that is full by the header.
Response too_fast(std::chrono::seconds wait) {
  auto answer = problem(429, "Too many messages", "This conversation has more messages a minute than are taken; wait.");
  answer.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  answer.headers.emplace_back("Countersign-Limit", "conversation");
  return answer;
}

Response respond(const Api& api, const std::string& channel, const Result<Accepted>& accepted, int refused_as) {
  auto& metrics = *api.house.metrics;
  if (!accepted) {
    metrics.refused.at({reason(accepted.error(), refused_as)}).add();
    if (accepted.error().fault == Fault::internal)
      log::error("webhook_not_read", {{"channel", channel}, {"why", accepted.error().message}});
    return refuse(accepted.error(), refused_as);
  }
  (accepted->duplicate ? metrics.duplicates : metrics.accepted).at({channel}).add();
  return json(202, json::Object{{"message", accepted->message}, {"duplicate", accepted->duplicate}});
}

}  // namespace

void add_intake(Router& router, const Api& api) {
  router.add(
      "POST /channels/{name}",
      [&api](const Request& request, const Params& params, Reply reply) {
        const std::string channel = params["name"];
        const auto wait = api.wait_to_write ? api.wait_to_write(channel, request) : std::chrono::seconds(0);
        if (wait.count() > 0) {
          api.house.metrics->refused.at({"conversation_too_fast"}).add();
          return reply.answer(too_fast(wait));
        }
        const auto job = [&api, channel](const Request& admitted, Reply answer) {
          const auto owed = std::make_shared<Reply>(std::move(answer));
          api.journey.arrive(channel, webhook_of(admitted, api.house.clock.now()),
                             [&api, channel, owed](const Result<Accepted>& accepted, int refused_as) {
                               owed->answer(respond(api, channel, accepted, refused_as));
                             });
        };
        api.admission.admit(request, "channel " + channel, std::move(reply), job);
      },
      "a channel's webhook; 202 only after the durable commit");
  router.add(
      "POST /helpdesk",
      [&api](const Request& request, const Params&, Reply reply) {
        const auto job = [&api](const Request& admitted, Reply answer) {
          const auto said = api.journey.helpdesk_says(webhook_of(admitted, api.house.clock.now()));
          answer.answer(said.ok() ? Response{204, {}, ""} : from(said.error()));
        };
        api.admission.admit(request, "helpdesk", std::move(reply), job);
      },
      "the helpdesk's webhook: agents' replies");
}

}  // namespace countersign::http
