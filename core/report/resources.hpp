// /api/v1/report and /api/v1/case-files: what `report` and `audit case` say, over HTTP. Added to the router once.
#pragma once

#include "http/resources/api.hpp"
#include "report/case_file.hpp"
#include "report/figures.hpp"

namespace countersign::report {

/// Reads the figures of a period out of the record.
[[nodiscard]] Result<Figures> figures_of(store::Store& store, Time since, Time until);

void add_reports(http::Router& router, const http::Api& api, const std::string& brand, const ReceiptOf& receipt);

}  // namespace countersign::report
