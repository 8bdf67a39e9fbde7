// The faults of a drill: how each part of a running gateway is really taken away, and given back. Main thread.
#pragma once

#include <span>
#include <string_view>

#include "app/drill/judge.hpp"
#include "app/drill/stage.hpp"

namespace countersign::app::drill {

struct Fault {
  std::string_view part;  ///< detector, model, helpdesk, store, clock
  std::string_view what;  ///< "it refuses connections"
  Terms terms;
  Status (*take)(Stage&);
  Status (*give_back)(Stage&);
};

[[nodiscard]] std::span<const Fault> faults();

}  // namespace countersign::app::drill
