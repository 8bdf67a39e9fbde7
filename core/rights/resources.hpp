// /api/v1/customers, /api/v1/requests, /api/v1/errands: people's rights over HTTP. Added to the router once, by the
// app.
#pragma once

#include "http/resources/api.hpp"
#include "rights/rights.hpp"

namespace countersign::rights {

void add_rights(http::Router& router, const http::Api& api, const Rights& rights);

}  // namespace countersign::rights
