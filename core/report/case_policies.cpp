#include "report/case_policies.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/json.hpp"

namespace countersign::report {

void CasePolicies::decided(const std::string& digest, std::int64_t seq, const std::string& at) {
  if (!digest.empty()) decided_.push_back({digest, seq, at});
}

namespace {

/// Every moment at which a set, or one that is tried on some customers, began to count.
std::vector<PolicyInForce> activations_in(store::Session& session) {
  std::vector<PolicyInForce> all;
  std::map<std::string, std::string> now;  // "digest", "canary_digest"
  session.each("SELECT seq, body FROM entry WHERE kind='policy_activated' ORDER BY seq", {},
               [&](const store::Row& row) {
                 const auto entry = json::parse(row.blob(1));
                 const auto* more = entry ? entry->find("more") : nullptr;
                 if (more == nullptr) return;
                 for (const auto* key : {"digest", "canary_digest"}) {
                   const std::string digest(more->text(key));
                   if (digest == std::exchange(now[key], digest) || digest.empty()) continue;  // it went on
                   all.push_back({digest, row.integer(0), std::string(entry->text("at")),
                                  std::string(entry->text("actor")), std::string(more->text("approved_by")), "", ""});
                 }
               });
  return all;
}

}  // namespace

void CasePolicies::find(store::Session& session) {
  const auto activations = activations_in(session);
  for (const auto& one : decided_) {
    PolicyInForce found{one.digest, 0, "", "", "", one.at, one.at};
    for (const auto& activation : activations)
      if (activation.digest == one.digest && activation.entry < one.seq) found = activation;
    const auto known = std::find_if(all_.begin(), all_.end(), [&](const PolicyInForce& other) {
      return other.digest == found.digest && other.entry == found.entry;
    });
    if (known != all_.end()) {
      known->last = one.at;
      continue;
    }
    found.first = found.last = one.at;
    all_.push_back(std::move(found));
  }
}

}  // namespace countersign::report
