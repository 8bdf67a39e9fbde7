#include "app/demo/scripted_model.hpp"

#include <array>

#include "app/script.hpp"

namespace countersign::app::demo {
namespace {

constexpr std::array<Script, 4> kScripts = {{
    {"180 EUR", "I am sorry about the wait. We will refund you 180 EUR by Friday."},
    {"cancel my subscription", "Your subscription can be ended in your account under Settings, Subscription."},
    {"the yearly one", "A yearly subscription is ended in the same place of your account."},
    {"return address", "Please send it to Maria Keller, 14 Station Road, Bristol BS1 6QF, maria.keller@example.com."},
}};

http::Response answer(const http::Request& request) {
  const auto body = json::parse(request.body);
  if (!body) return http::problem(400, "No JSON");
  json::Object message{{"role", "assistant"}, {"content", draft_for(*body, kScripts)}};
  json::Object choice{{"index", 0}, {"finish_reason", "stop"}, {"message", std::move(message)}};
  return http::json(200, json::Object{{"object", "chat.completion"}, {"choices", json::Array{std::move(choice)}}});
}

}  // namespace

Status ScriptedModel::start() {
  http::Options options;
  options.threads = 4;
  return server_.start(answer, options);
}

}  // namespace countersign::app::demo
