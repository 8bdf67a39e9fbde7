// /api/v1/report and /api/v1/case-files: what `report` and `audit case` say, over HTTP. Added to the router once.
#pragma once

#include "http/resources/api.hpp"
#include "report/case_file.hpp"
#include "report/figures.hpp"

namespace countersign::report {

/// Reads the figures of a period out of the record, and compares it with the published log.
[[nodiscard]] Result<Figures> figures_of(const House& house, Time since, Time until, const LogOf& log = {});

void add_reports(http::Router& router, const http::Api& api, const std::string& brand, const ReceiptOf& receipt,
                 const LogOf& log);

}  // namespace countersign::report
