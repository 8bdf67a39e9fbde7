// A set is tried before it is proposed: does it load, do its kinds of findings exist, do all examples hold, and the
// cases? Used by office.cpp; one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/result.hpp"
#include "flow/detect/plugged.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::activation {

struct Tried {
  policy::Loaded loaded;
  std::size_t examples = 0, cases = 0;  ///< that were run; all examples hold
  std::string broken_cases;             ///< what does not hold of the cases, one a line; "" when all do
};

/// What only whoever knows the configuration can say: problems of the set with it, one a line.
using Misfits = std::function<std::vector<std::string>(const policy::PolicySet& set)>;

/// `invalid`: every problem but those of the cases, one a line.
[[nodiscard]] Result<Tried> try_out(const std::filesystem::path& folder, Time now,
                                    const std::shared_ptr<const detect::Plugged>& detectors, const Misfits& misfits);

}  // namespace countersign::activation
