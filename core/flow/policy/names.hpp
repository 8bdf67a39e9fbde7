// Names that documents use and only a configuration knows: channels, brands, models. A rule about one that nobody has
// never matches, and its example proves it all the same. Called by the commands that check and test; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/yaml.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::policy {

/// One of them where it stands.
struct Mention {
  std::string key;  ///< "channel", "brand" or "model"
  std::string word;
  yaml::Place place;
  bool given = false;  ///< in an example, which may well name what is not there
};

/// What a configuration has: names of its channels and their kinds, brands, models.
struct Configured {
  std::vector<std::string> channels, brands, models;
};

/// Those of a set that was loaded from `folder`, in the order of its files, and of the cases in it; "" for a set that
/// stands in no folder.
[[nodiscard]] std::vector<Mention> mentions_of(const Loaded& loaded, const std::filesystem::path& folder);

/// A warning (P145) for each name, once a file, that `configured` does not have. Without one (nullptr): channels that
/// are no kind of channel, if they look like a kind or stand in one file only; brands and models that look like another
/// one of the set.
[[nodiscard]] std::vector<yaml::Problem> names_nobody_has(const std::vector<Mention>& mentions,
                                                          const Configured* configured);

/// The same about a word that stands in no file, such as an option's value: "" if somebody has it, else what to say.
[[nodiscard]] std::string nobody_has(const std::string& key, const std::string& word,
                                     const std::vector<Mention>& mentions, const Configured* configured);

}  // namespace countersign::policy
