// Key retirement: a customer's key goes when nothing of theirs is left (retention removed the last of it). Unlike an
// erased customer they are not listed: whoever writes again gets a new key under the old look-up value, and what they
// wished for good still holds. Apart from keys.hpp, so that nobody on the road can do it by mistake. Called by
// retention, one thread.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "store/keys.hpp"

namespace countersign::store {

using Customers = std::set<std::string, std::less<>>;

/// Those of whom something is kept after all. Asked while nobody can take one of these keys, so it must look at a store
/// behind all that was written under them (a commit, not a read).
using StillKept = std::function<Result<Customers>(const Customers& customers)>;

/// Deletes the keys of these customers: overwritten, committed, the journal cut, and only then does it say whose went.
/// Left out are those of whom `kept` says that something is kept, and those whose key somebody took within the last
/// minute, who may be sealing something under it now: to be asked again later. Whoever asks for one of the keys
/// meanwhile is told `unavailable`. An error: perhaps some are gone; asking again is safe.
[[nodiscard]] Result<Customers> retire_keys(Keys& keys, const Customers& customers, const StillKept& kept);

}  // namespace countersign::store
