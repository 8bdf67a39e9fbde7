// A drill: sample messages through a gateway of which each part is taken away in turn, and what came of each. Main
// thread; takes some seconds for every fault.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/drill/faults.hpp"

namespace countersign::app::drill {

struct Row {
  std::string text;  ///< the sample message
  Seen seen;
  std::vector<std::string> wrongs;  ///< empty: fine
};

struct Act {
  std::string part, what;  ///< "" and "nothing taken away" for the first
  std::vector<Row> rows;
};

struct Told {
  std::string policies;            ///< digest
  std::vector<std::string> notes;  ///< what was not tried, and why
  std::vector<Act> acts;
  [[nodiscard]] std::size_t messages() const;
  [[nodiscard]] std::size_t wrongs() const;
  [[nodiscard]] bool ai_spoke() const;  ///< with nothing taken away, some message was answered by AI
};

/// Plays `texts`, or the drill's own samples if there are none. `parts` empty: every part. `told` hears of each act as
/// it ends. The error says why the drill could not run at all.
[[nodiscard]] Result<Told> drill(const Config& config, const std::string& channel,
                                 const std::vector<std::string>& texts, const std::vector<std::string>& parts,
                                 const std::function<void(const Act&)>& told);

}  // namespace countersign::app::drill
