// The scenes of a hostile or stuttering network.
#include "app/demo/player.hpp"

namespace countersign::app::demo {
namespace {

std::size_t messages_in(const json::Value& conversation) {
  const auto* messages = conversation.find("messages");
  return messages != nullptr && messages->array() != nullptr ? messages->array()->size() : 0;
}

}  // namespace

void play_webhooks(Player& player) {
  auto& visitor = player.visitor();
  const Stage& stage = player.stage();
  auto line = player.make_line("twice", "What are your opening hours?", "en");
  const auto body = webhook_body(line);
  const auto sign = [&](const std::string& bytes) {
    return shop_signature(stage.scene.secret, "in", bytes, stage.clock.now());
  };
  player.step("15", "(a forged webhook)", [&](Row& row) {
    const auto answer = visitor.post(body, shop_signature("a guessed secret", "in", body, stage.clock.now()));
    row.happened = "refused (HTTP " + std::to_string(answer.status) + "), nothing stored";
    row.rule = "the signature";
    expect(row, answer.status == 401, "refused with 401");
  });
  player.step("", "(a webhook, and the same again)", [&](Row& row) {
    const auto first = visitor.post(body, sign(body));
    const auto before = messages_in(visitor.settled(line.conversation));
    const auto second = visitor.post(body, sign(body));
    const auto* duplicate = second.body.find("duplicate");
    row.happened = "answered once; the second changes nothing (HTTP " + std::to_string(second.status) + ", duplicate)";
    row.rule = "the event's id";
    expect(row, first.status == 202 && first.body.text("message") == second.body.text("message"), "one message");
    expect(row, duplicate != nullptr && duplicate->boolean() != nullptr && *duplicate->boolean(),
           "\"duplicate\": true");
    expect(row, messages_in(visitor.settled(line.conversation)) == before && before == 2, "one answer");
  });
  player.step("", "(the same id with another text)", [&](Row& row) {
    line.text = "Is somebody there?";
    const auto other = webhook_body(line);
    const auto answer = visitor.post(other, sign(other));
    row.happened = "refused (HTTP " + std::to_string(answer.status) + ")";
    row.rule = "the event's id";
    expect(row, answer.status == 409, "refused with 409");
  });
}

}  // namespace countersign::app::demo
