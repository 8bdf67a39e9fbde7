// What the room notes of itself in the table in_force. Known to this room only; inside a store job. No decision rests
// on these rows alone: whoever can write the database can take them away.
#pragma once

#include <string>
#include <string_view>

#include "store/store.hpp"

namespace countersign::activation {

constexpr std::string_view kBegun = "policy_bootstrap";
constexpr std::string_view kRefused = "policy_bundle_refused";
constexpr std::string_view kOverdue = "policy_overdue";

inline void keep(store::Session& session, std::string_view what, const std::string& value) {
  session.run("INSERT INTO in_force (what, digest) VALUES ($1,$2) ON CONFLICT (what) DO UPDATE SET digest=$2",
              {what, value});
}

inline std::string kept(store::Session& session, std::string_view what) {
  std::string value;
  session.first("SELECT digest FROM in_force WHERE what=$1", {what},
                [&](const store::Row& row) { value = row.text(0); });
  return value;
}

}  // namespace countersign::activation
