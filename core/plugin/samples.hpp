// Samples: a plugin's own examples, read from its folder samples/. The kit plays them. Format:
// include/countersign/README.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "plugin/plugin.hpp"

namespace countersign::plugin {

/// One call and, as far as its author wrote it down, what must come out.
struct Sample {
  std::string file;
  std::string call;  ///< verify | read | write | look
  Fields in;
  Code code = Code::ok;
  Fields out;  ///< each must be put with exactly this value; others may be put too
};

struct Samples {
  Fields settings;
  std::vector<Fields> bad_settings;
  bool body_signed = true;  ///< false: webhooks prove their sender by a token only
  std::vector<Sample> calls;
};

/// Reads settings.json and every other *.json of `folder`. `${samples}` in a value becomes the folder's path.
[[nodiscard]] Result<Samples> read_samples(const std::filesystem::path& folder);

/// Plays one call.
[[nodiscard]] Answer play(const Instance& instance, const std::string& call, const Fields& in);

}  // namespace countersign::plugin
