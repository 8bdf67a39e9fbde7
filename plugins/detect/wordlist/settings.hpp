// What an officer says about a list, and the list itself, read when the plugin opens.
#pragma once

#include <string>
#include <vector>

#include "countersign/plugin.hpp"

namespace wordlist {

using countersign::sdk::Problem;

struct Settings {
  std::string file;
  std::string kind;
  std::vector<std::string> languages;  ///< empty: of any
  bool whole_words = true;
  bool keep_accents = false;
  int score = 1000;
};

/// Throws Problem for anything that cannot be used.
[[nodiscard]] Settings read_settings(const countersign::sdk::In& in);
/// The folded phrases of the file; Problem names the line.
[[nodiscard]] std::vector<std::string> read_phrases(const Settings& settings);

}  // namespace wordlist
