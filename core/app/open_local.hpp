// What a command works on when no server runs: the whole gateway under the folder's lock, or, when policies or plugins
// keep it from opening, the store alone (users and tokens must stay manageable). Called by dispatch on the main thread.
#pragma once

#include "app/dispatch.hpp"

namespace countersign::app {

[[nodiscard]] Result<std::unique_ptr<Opened>> open_local(const Config& config);

}  // namespace countersign::app
