// What a run leaves for the next one to know: whether it ended in peace, and what each channel wanted done with
// deliveries of which nobody knows whether they arrived. Called by the gateway when the road starts and after it stopped,
// inside a job of the store.
#pragma once

#include "flow/house.hpp"
#include "store/store.hpp"

namespace countersign::app {

/// Begins a run. After one that did not end in peace, every delivery that may have been under way is marked so: the
/// channel's wish of today decides what becomes of it.
void begin_run(store::Session& session, const Connectors& connectors);

/// The wishes of the channels changed while the gateway runs; called before the new ones are in force.
void note_channels(store::Session& session, const Connectors& connectors);

/// The road stopped, and everything it began is recorded.
void end_run(store::Session& session);

}  // namespace countersign::app
