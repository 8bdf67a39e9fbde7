#include "flow/policy/taking_away.hpp"

#include <algorithm>

namespace countersign::policy {
namespace {

bool speaks_of(const Condition& condition, Author author) {
  return !condition.authors || (*condition.authors & (1U << static_cast<unsigned>(author))) != 0;
}

bool may_stop_notices(const Policy& policy) {
  return policy.at == Border::reply && verdict_of(policy.if_not) >= Verdict::hold &&
         speaks_of(policy.applies_to, Author::system);
}

bool keeps_less(const Policy& policy) {
  return policy.at == Border::arrival && std::any_of(policy.must.begin(), policy.must.end(), [](const Requirement& one) {
           return one.must == Must::never_keep;
         });
}

/// Who writes then gets no answer by itself, not even the text for who is in danger.
bool keeps_apart(const Policy& policy) {
  return policy.at == Border::arrival && verdict_of(policy.if_not) == Verdict::block;
}

/// It does to each text what it did.
bool same_way(const Policy& a, const Policy& b) {
  return a.mode == b.mode && a.at == b.at && a.applies_to == b.applies_to && a.must == b.must && a.if_not == b.if_not &&
         a.waivers == b.waivers;
}

}  // namespace

std::vector<std::string> taken_away(const Compiled& before, const Compiled& after) {
  std::vector<std::string> all;
  for (const Policy& policy : after.policies) {
    if (policy.mode != Mode::enforce) continue;
    if (std::any_of(before.policies.begin(), before.policies.end(),
                    [&](const Policy& other) { return other.id == policy.id && same_way(other, policy); }))
      continue;
    if (may_stop_notices(policy))
      all.push_back("policy " + policy.id +
                    ": may hold our own notices, such as the text for who is in danger (say `written_by: [ai, person]`)");
    if (keeps_apart(policy))
      all.push_back("policy " + policy.id + ": may leave customers without any answer (`block` at arrival)");
    if (keeps_less(policy)) all.push_back("policy " + policy.id + ": what is not kept is gone for good");
  }
  return all;
}

}  // namespace countersign::policy
