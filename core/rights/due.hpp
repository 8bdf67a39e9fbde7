// Due: what of each kind is older than its time, in SQL. Inside the jobs of retention.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "store/store.hpp"

namespace countersign::rights {

/// Of a conversation c: nobody works on it ...
inline constexpr std::string_view kFree =
    "NOT EXISTS (SELECT 1 FROM work WHERE work.conversation=c.id) "
    "AND NOT EXISTS (SELECT 1 FROM review WHERE review.conversation=c.id AND review.state='waiting') "
    "AND NOT EXISTS (SELECT 1 FROM right_request r WHERE r.customer=c.customer AND r.state IN ('asked','confirmed')) ";
/// ... and nobody forbids it.
inline constexpr std::string_view kNotHeld =
    "NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.customer=c.customer AND h.lifted_at IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM customer_wish w WHERE w.customer=c.customer AND w.restricted=1) ";

/// Ids of what of this kind is older than `before` and not held, a limited number; none for requests and staff. Looks
/// through a whole table: for a reader, not for the writer's thread.
[[nodiscard]] std::vector<std::string> due_rows(store::Session& session, std::string_view what, Time before);
/// Removes those of them that are still due: a hold may have come since. With requests and staff, all that are. How
/// many.
[[nodiscard]] std::int64_t remove_due(store::Session& session, std::string_view what, Time before,
                                      const std::vector<std::string>& ids);
/// How many would go but for a hold or a restriction; 0 for kinds that belong to no customer.
[[nodiscard]] std::int64_t count_held(store::Session& session, std::string_view what, Time before);

}  // namespace countersign::rights
