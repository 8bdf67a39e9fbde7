// Report: the figures of a period as people, programs and regulators read them. Called by `countersign report` and
// GET /api/v1/report. One thread.
#pragma once

#include <string>

#include "flow/policy/policy_set.hpp"
#include "report/figures.hpp"
#include "report/sheet.hpp"

namespace countersign::report {

struct Period {
  Time since{}, until{};
  std::string brand;  ///< "" for none
};

[[nodiscard]] json::Object to_json(const Figures& figures, const Period& period, const policy::PolicySet& in_force);
[[nodiscard]] Sheet to_sheet(const Figures& figures, const Period& period, const policy::PolicySet& in_force);

}  // namespace countersign::report
