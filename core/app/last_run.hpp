// What a run leaves for the next one to know: whether it ended in peace, and what each channel wanted done with
// deliveries of which nobody knows whether they arrived, and how the clock stood. Called by the gateway when the road starts and after it stopped,
// inside a job of the store.
#pragma once

#include <cstdint>
#include <optional>

#include "flow/house.hpp"
#include "store/store.hpp"

namespace countersign::app {

/// Begins a run. After one that did not end in peace (then true), every delivery that may have been under way is marked
/// so: the channel's wish of today decides what becomes of it.
bool begin_run(store::Session& session, const Connectors& connectors);

/// The wishes of the channels changed while the gateway runs; called before the new ones are in force.
void note_channels(store::Session& session, const Connectors& connectors);

/// The road stopped, and everything it began is recorded.
void end_run(store::Session& session);

/// By how much the time of day was ahead of the machine's running time when it was believed: known to the next run as
/// long as the machine is not started anew.
void keep_clock(store::Session& session, std::int64_t offset);
[[nodiscard]] std::optional<std::int64_t> kept_clock(store::Session& session);

}  // namespace countersign::app
