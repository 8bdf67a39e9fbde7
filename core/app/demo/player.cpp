#include "app/demo/player.hpp"

#include <algorithm>

#include "base/crypto.hpp"

namespace countersign::app::demo {
namespace {

std::string word(Outcome::Kind kind) {
  Outcome example;
  example.kind = kind;
  example.queue = "a queue";
  return kind == Outcome::Kind::answered ? "answered by AI" : in_words(example);
}

}  // namespace

void expect(Row& row, bool fine, const std::string& what) {
  if (!fine) row.differs.push_back(what);
}

Player::Player(const Stage& stage)
    : stage_(stage), visitor_(stage.scene), run_(crypto::to_hex(crypto::random_bytes(2))) {}

Line Player::make_line(const std::string& name, const std::string& text, const std::string& locale) {
  return {"demo-" + run_ + "-" + std::to_string(++lines_), in_this_run(name), text, locale};
}

void Player::throw_if_stopped() const {
  if (stage_.scene.stop.wait_for(std::chrono::milliseconds(0))) throw Trouble("stopped before the last scene");
}

void Player::compare(const Played& played, const Expected& expected, Row& row) const {
  const Outcome& outcome = played.outcome;
  const auto& rules = outcome.rules;
  expect(row, outcome.kind == expected.kind, word(expected.kind));
  const bool named = std::any_of(rules.begin(), rules.end(),
                                 [&](const auto& rule) { return rule.find(expected.rule) != std::string::npos; });
  expect(row, named, "decided by " + expected.rule);
  if (outcome.kind == Outcome::Kind::handed_over && !expected.extra.empty())
    expect(row, outcome.queue == expected.extra, "the queue " + expected.extra);
  if (outcome.kind != Outcome::Kind::answered) return;
  expect(row, outcome.notice.starts_with(expected.extra + "@"), "the notice " + expected.extra);
  expect(row, !outcome.source.empty(), "a source");
  const auto delivered = stage_.inbox.delivered(outcome.reply);
  expect(row, delivered && delivered->text("text") == outcome.text, "the shop has got exactly this text, signed");
}

std::optional<Played> Player::line(const std::string& number, const std::string& name, const std::string& text,
                                   const Expected& expected, const std::string& locale, const std::string& customer) {
  throw_if_stopped();
  Row row{number, text, "", "", {}};
  std::optional<Played> result;
  try {
    Played played{make_line(name, text, locale), "", {}, {}};
    played.line.customer = customer;
    played.message = visitor_.say(played.line);
    played.conversation = visitor_.settled(played.line.conversation);
    played.outcome = outcome_of(visitor_, played.conversation, played.message);
    row.happened = in_words(played.outcome);
    row.rule = joined(played.outcome.rules);
    compare(played, expected, row);
    result = std::move(played);
  } catch (const Trouble& trouble) {
    expect(row, false, trouble.what());
  }
  stage_.table.add(row);
  return result;
}

void Player::step(const std::string& number, const std::string& what, const std::function<void(Row&)>& step) {
  throw_if_stopped();
  Row row{number, what, "", "", {}};
  try {
    step(row);
  } catch (const Trouble& trouble) {
    expect(row, false, trouble.what());
  }
  stage_.table.add(row);
}

}  // namespace countersign::app::demo
