#include "flow/policy/shelf.hpp"

#include <algorithm>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {
namespace {

void take(const std::map<std::string, std::vector<const Policy*>, std::less<>>& shelf, const std::string& name,
          std::vector<const Policy*>& found) {
  if (shelf.empty()) return;
  if (const auto at = shelf.find(name); at != shelf.end())
    found.insert(found.end(), at->second.begin(), at->second.end());
}

}  // namespace

void Shelf::add(const Policy& policy) {
  ++size_;
  const Condition& c = policy.applies_to;
  const auto put = [&](ByName& shelf, const Names& names) {
    for (const std::string& name : names) shelf[name].push_back(&policy);
  };
  if (!c.brand.empty()) return put(brand_, c.brand);
  if (!c.topic.empty()) return put(topic_, c.topic);
  if (!c.finding.empty()) return put(finding_, c.finding);
  any_.push_back(&policy);
}

std::vector<const Policy*> Shelf::candidates(const Facts& facts) const {
  std::vector<const Policy*> found = any_;
  take(brand_, facts.brand, found);
  for (const std::string& topic : facts.topics) take(topic_, topic, found);
  for (const Finding& finding : facts.findings) take(finding_, finding.kind, found);
  if (found.size() > any_.size()) {  // one that names two of the facts was found twice
    std::sort(found.begin(), found.end(), std::less<>());
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
  return found;
}

}  // namespace countersign::policy
