// Scenes: the demo's sample conversations, each with what must become of it. Main thread.
#pragma once

#include "app/demo/clock.hpp"
#include "app/demo/inbox.hpp"
#include "app/demo/table.hpp"
#include "app/demo/visitor.hpp"

namespace countersign::app::demo {

/// What the scenes play on.
struct Stage {
  const Scene& scene;
  const Inbox& inbox;
  ShiftedClock& clock;
  Table& table;
};

/// Plays all scenes; a row of the table for each step. Throws Trouble only when it was told to stop.
void play_scenes(const Stage& stage);

}  // namespace countersign::app::demo
