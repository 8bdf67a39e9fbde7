#include "auditor/words.hpp"

#include <algorithm>
#include <iterator>

namespace countersign::auditor {
namespace {

constexpr std::string_view kKinds[] = {
    // of a message
    "arrived", "decided", "prompted", "looked_up", "drafted", "held", "approved", "edited", "rejected", "expired",
    "cleared", "delivered", "refused", "undelivered", "blocked", "handed_over", "taken_over", "given_back", "reached",
    "told", "ticketed", "noted", "ticket_closed", "case_closed", "updated", "viewed",
    // of the house
    "ai_stopped", "ai_started", "policy_activated", "policy_refused", "policy_proposed", "policy_approved",
    "policy_confirmed", "policy_overdue", "policy_withdrawn", "plugin_loaded", "config_changed", "config_refused", "user_changed",
    // of people's rights
    "erasure_asked", "erased", "hold_set", "hold_lifted", "rights_changed", "corrected", "removed", "exported",
    "backed_up"};

constexpr std::string_view kDeeds[] = {"bootstrap", "activate", "tighten",   "confirm",
                                       "roll_back", "canary",   "end_canary", "withdraw"};

template <class List>
bool in(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}  // namespace

bool known_kind(std::string_view kind) { return in(kKinds, kind); }
bool known_deed(std::string_view deed) { return in(kDeeds, deed); }

}  // namespace countersign::auditor
