// Player: one visitor's way through the scenes: says a line, waits, compares what happened with what must, and adds the
// row. Used by scenes.cpp and scenes_people.cpp on the main thread.
#pragma once

#include <functional>
#include <optional>

#include "app/demo/outcome.hpp"
#include "app/demo/scenes.hpp"

namespace countersign::app::demo {

/// What must become of a line.
struct Expected {
  Outcome::Kind kind;
  std::string rule;   ///< one of the deciding rules
  std::string extra;  ///< answered: the notice's name; handed over: the queue
};

struct Played {
  Line line;
  std::string message;  ///< our id
  json::Value conversation;
  Outcome outcome;
};

class Player {
 public:
  explicit Player(const Stage& stage);

  /// Says a line and adds its row. A customer's line of the conversation `name` of this run.
  std::optional<Played> line(const std::string& number, const std::string& name, const std::string& text,
                             const Expected& expected, const std::string& locale = "en",
                             const std::string& customer = "");
  /// A further step: `step` returns what happened and which rule decided, and adds to `differs` what went otherwise.
  void step(const std::string& number, const std::string& what, const std::function<void(Row& row)>& step);
  /// The name that `name` has in this run.
  [[nodiscard]] std::string in_this_run(const std::string& name) const { return name + "-" + run_; }
  [[nodiscard]] Line make_line(const std::string& name, const std::string& text, const std::string& locale);
  [[nodiscard]] Visitor& visitor() { return visitor_; }
  [[nodiscard]] const Stage& stage() const { return stage_; }

 private:
  void throw_if_stopped() const;
  void compare(const Played& played, const Expected& expected, Row& row) const;
  const Stage& stage_;
  Visitor visitor_;
  std::string run_;  ///< so that a folder can be used for another demo
  int lines_ = 0;
};

/// Adds `what` to the row's differences unless `fine`.
void expect(Row& row, bool fine, const std::string& what);

// The scenes in which people act, and those of a hostile network.
void play_promise(Player& player);   ///< a draft edited by one lead and approved by another
void play_changed(Player& player);   ///< a customer's line comes while the review is open
void play_blocked(Player& player);   ///< another customer's data in a draft
void play_webhooks(Player& player);  ///< forged and duplicate

}  // namespace countersign::app::demo
