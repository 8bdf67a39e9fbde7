#include <algorithm>

#include "flow/policy/compiled.hpp"
#include "flow/policy/regions.hpp"

namespace countersign::policy {
namespace {

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool allows(const Names& names, std::string_view value) { return names.empty() || has(names, value); }

bool allows(std::uint8_t levels, Level value) {
  return levels == 0 || ((levels >> static_cast<unsigned>(value)) & 1U) != 0;
}

/// A duty holds where nobody knows that the customer is elsewhere; what loosens or grants only where somebody knows.
bool in_region(const Condition& c, const std::string& region) {
  return c.region.empty() || where(c.region, region) >= (c.elsewhere_is_known ? Where::inside : Where::unknown);
}

bool any_topic(const Names& names, const Facts& facts) {
  return std::any_of(facts.topics.begin(), facts.topics.end(), [&](const std::string& t) { return has(names, t); });
}

bool any_finding(const Names& names, const Facts& facts) {
  return std::any_of(facts.findings.begin(), facts.findings.end(),
                     [&](const Finding& f) { return has(names, f.kind); });
}

/// An amount that cannot be compared (none named, another currency) counts as over: unknown is never small.
bool over(const Money& limit, const Facts& facts) {
  return std::any_of(facts.findings.begin(), facts.findings.end(), [&](const Finding& f) {
    if (!f.commitment) return false;
    if (!f.commitment->cents) return f.commitment->what == "money";
    return f.commitment->currency != limit.currency || *f.commitment->cents > limit.cents;
  });
}

}  // namespace

bool matches(const Condition& c, const Facts& facts) {
  if (c.authors && ((*c.authors >> static_cast<unsigned>(facts.written_by)) & 1U) == 0) return false;
  if (!allows(c.channel, facts.channel_kind) && !has(c.channel, facts.channel)) return false;
  if (!allows(c.language, facts.language) || !allows(c.brand, facts.brand)) return false;
  if (!in_region(c, facts.region) || !allows(c.model, facts.model)) return false;
  if (!allows(c.risk, facts.risk) || !allows(c.value, facts.value) || !allows(c.emotion, facts.emotion)) return false;
  if (!c.topic.empty() && !any_topic(c.topic, facts)) return false;
  if (!c.finding.empty() && !any_finding(c.finding, facts)) return false;
  return !c.commitment_over || over(*c.commitment_over, facts);
}

bool matches(const Moment& moment, const Facts& facts) {
  if (!moment.recognised) return false;
  return (moment.has_all && matches(moment.all, facts)) || any_topic(moment.or_topic, facts) ||
         any_finding(moment.or_finding, facts);
}

bool in_force(const Waiver& waiver, Time now) { return now < waiver.ends; }

const Waiver* waived(const Policy& policy, const Facts& facts) {
  const auto at = std::find_if(policy.waivers.begin(), policy.waivers.end(),
                               [&](const Waiver& w) { return in_force(w, facts.now) && matches(w.covers, facts); });
  return at == policy.waivers.end() ? nullptr : &*at;
}

}  // namespace countersign::policy
