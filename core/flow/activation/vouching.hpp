// That a token was made here for its user: a statement of who and which, signed with the installation's key. Known to this
// room only; inside a store job.
#pragma once

#include "flow/activation/office.hpp"

namespace countersign::activation {

/// Notes the signed statement beside what is in force.
void note(store::Session& session, const Holder& holder, const Signer& signer);

}  // namespace countersign::activation
