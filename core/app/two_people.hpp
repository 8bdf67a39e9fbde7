// `activation: two_people`, as the gateway has it: what the office must know of configuration and plugins, and who is
// called when nobody confirms. Used by gateway.cpp and check_parts.cpp.
#pragma once

#include "app/config.hpp"
#include "flow/activation/office.hpp"
#include "flow/house.hpp"
#include "flow/state/work.hpp"

namespace countersign::app {

/// Kinds of findings that `set` declares and no detector in force gives, one a line.
[[nodiscard]] std::vector<std::string> misfits(const policy::PolicySet& set, const Connectors& connectors);

/// Every token in force of a user who may act on policies; `set` maps roles to permissions.
[[nodiscard]] std::vector<activation::Holder> holders(store::Session& session, const policy::PolicySet& set);

/// Channels, brands and models that `loaded` names and the configuration does not have: one line each.
[[nodiscard]] std::string doubts(const policy::Loaded& loaded, const Connectors& connectors);

/// What a canary can be for.
[[nodiscard]] activation::Places places(const Connectors& connectors);

/// Calls those who answer for the policies, inside a job: by the notifiers that reach "officer", else by those that
/// reach everybody. What is still to be told to the worker once the job is durable.
[[nodiscard]] std::vector<Work> call_officers(store::Session& session, const Connectors& connectors, Time now);

/// Warns where two people can never agree: `two_people` with fewer than two users who may approve policies. `set` maps
/// roles to permissions.
void check_officers(const Config& config, const policy::PolicySet& set, std::vector<yaml::Problem>& problems);

/// Records when an installation goes from one way of activation to the other.
void note_activation(store::Session& session, Activation activation, Time now);

}  // namespace countersign::app
