#include "flow/detect/plugged.hpp"

#include <utility>

namespace countersign::detect {

Plugged::Plugged(std::vector<std::unique_ptr<const plugin::Detecting>> detectors, std::vector<std::string> missing)
    : detectors_(std::move(detectors)), missing_(std::move(missing)) {
  for (const auto& detector : detectors_) {
    signatures_.push_back(detector->signature());
    kinds_.insert(detector->kinds().begin(), detector->kinds().end());
  }
}

Status Plugged::look(const Glimpse& glimpse, Sight& sight) const {
  if (!missing_.empty()) return Error{Fault::unavailable, missing_.front()};
  const plugin::Shown shown{glimpse.text, glimpse.written_by, glimpse.locale, sight.language};
  for (const auto& detector : detectors_) {
    auto seen = detector->look(shown);
    if (!seen) return seen.error();
    for (auto& one : *seen) sight.findings.push_back({std::move(one.kind), one.start, one.end, one.score});
  }
  sight.detectors = signatures_;
  return {};
}

}  // namespace countersign::detect
