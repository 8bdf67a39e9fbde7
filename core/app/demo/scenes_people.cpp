// The scenes in which people act: drafts edited, approved, refused, blocked.
#include "app/demo/player.hpp"

namespace countersign::app::demo {
namespace {

using Kind = Outcome::Kind;

constexpr const char* kLead = "demo-reviewer";
constexpr const char* kSecondLead = "demo-second-reviewer";

/// The review that waits for the reply; an empty id when there is none.
json::Value review_of(Visitor& visitor, const std::string& reply) {
  const auto list = visitor.as(kLead, "GET", "/api/v1/reviews?state=waiting");
  const auto* reviews = list.body.find("reviews");
  if (reviews == nullptr || reviews->array() == nullptr) throw Trouble("the reviews cannot be read");
  for (const auto& review : *reviews->array())
    if (review.text("message") == reply) return review;
  throw Trouble("there is no review of this draft");
}

Answer act(Visitor& visitor, const char* user, const json::Value& review, const std::string& deed,
           const json::Value& body) {
  return visitor.as(user, "POST", "/api/v1/reviews/" + std::string(review.text("id")) + "/" + deed, body);
}

std::string http(const Answer& answer) { return "HTTP " + std::to_string(answer.status); }

/// The delivered body of `reply`, once the conversation has settled.
json::Value delivery(Player& player, const std::string& conversation, const std::string& reply) {
  (void)player.visitor().settled(conversation);
  auto body = player.stage().inbox.delivered(reply);
  if (!body) throw Trouble("the reply was not delivered to the shop");
  return std::move(*body);
}

}  // namespace

void play_promise(Player& player) {
  const auto played = player.line("5", "promise", "I want my 180 EUR back", {Kind::held, "promises-over-100", ""});
  if (!played) return;
  auto& visitor = player.visitor();
  json::Value review;
  Answer edited;
  player.step("", "(a lead edits the draft)", [&](Row& row) {
    review = review_of(visitor, played->outcome.reply);
    edited = act(visitor, kLead, review, "edit",
                 json::Object{{"digest", review.text("digest")},
                              {"text", "We have looked at your order and will refund you 180 EUR."}});
    row.happened = "still held: one of two people has signed";
    row.rule = "promises-over-100";
    expect(row, edited.status == 200 && edited.body.text("state") == "waiting", "it waits for a second person");
  });
  player.step("", "(the same lead approves)", [&](Row& row) {
    const auto again = act(visitor, kLead, review, "approve", json::Object{{"digest", edited.body.text("digest")}});
    row.happened = "refused (" + http(again) + "): the same person twice";
    row.rule = "promises-over-100";
    expect(row, again.status == 403, "refused with 403");
  });
  player.step("", "(a second lead approves)", [&](Row& row) {
    const auto done =
        act(visitor, kSecondLead, review, "approve", json::Object{{"digest", edited.body.text("digest")}});
    expect(row, done.status == 200 && done.body.text("state") == "sent", "sent, but " + http(done));
    const auto body = delivery(player, played->line.conversation, played->outcome.reply);
    row.happened = "delivered, written by " + std::string(body.text("written_by")) + " (notice " +
                   std::string(body.text("notice")) + ")";
    row.rule = "promises-over-100, ai-disclosure";
    expect(row, body.text("written_by") == "ai_edited", "recorded as AI edited by a person");
    expect(row, body.text("notice").starts_with("ai-notice@"), "the notice ai-notice");
  });
}

void play_changed(Player& player) {
  const auto played = player.line("13", "leave", "How do I cancel my subscription?", {Kind::held, "grounded", ""});
  if (!played) return;
  auto& visitor = player.visitor();
  json::Value review;
  player.step("", "(a lead opens the review)", [&](Row& row) {
    review = review_of(visitor, played->outcome.reply);
    row.happened = "sees the draft and why it is held";
    row.rule = joined(played->outcome.rules);
  });
  player.line("", "leave", "By the way, it is the yearly one.", {Kind::held, "grounded", ""});
  Answer refused;
  player.step("", "(the lead approves what was seen)", [&](Row& row) {
    refused = act(visitor, kLead, review, "approve", json::Object{{"digest", review.text("digest")}});
    row.happened = "refused (" + http(refused) + "): something changed, it was judged again";
    row.rule = "a signature is over one state of the conversation";
    expect(row, refused.status == 409, "refused with 409");
  });
  player.step("", "(the lead approves what is there now)", [&](Row& row) {
    const auto done = act(visitor, kLead, review, "approve", json::Object{{"digest", refused.body.text("digest")}});
    expect(row, done.status == 200, "approved, but " + http(done));
    const auto body = delivery(player, played->line.conversation, played->outcome.reply);
    row.happened = "delivered (notice " + std::string(body.text("notice")) + ")";
    row.rule = "approved by a lead";
  });
}

void play_blocked(Player& player) {
  const auto played =
      player.line("14", "address", "What is your return address?", {Kind::blocked, "someone-elses-data", ""});
  if (!played) return;
  player.step("", "(who looks after it)", [&](Row& row) {
    const auto* cases = played->conversation.find("cases");
    const bool owned = cases != nullptr && cases->array() != nullptr && !cases->array()->empty();
    row.happened = "an open case; the customer got a holding line, the draft did not leave";
    row.rule = "someone-elses-data";
    expect(row, owned, "an open case");
    expect(row, !player.stage().inbox.delivered(played->outcome.reply), "the draft did not leave");
    expect(row, json::dump(played->conversation).find("We could not send you an answer") != std::string::npos,
           "the holding line");
  });
}

}  // namespace countersign::app::demo
