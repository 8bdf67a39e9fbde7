// Which policies a drill is about: what is in force, whoever put it there, or a folder that somebody names. Used by
// `policy drill`; one thread.
#pragma once

#include <filesystem>
#include <string>

#include "app/config.hpp"
#include "flow/policy/policy_set.hpp"

namespace countersign::app::drill {

/// A configuration whose policies are the ones to try.
class Choice {
 public:
  /// `folder` "": what is in force. An error says why nothing is.
  [[nodiscard]] static Result<Choice> make(const Config& config, const std::string& folder, Time now);
  ~Choice();
  Choice(Choice&& other) noexcept;
  Choice(const Choice&) = delete;
  Choice& operator=(const Choice&) = delete;
  Choice& operator=(Choice&&) = delete;

  [[nodiscard]] const Config& config() const { return config_; }
  /// "the set in force (bundle 3)", "the folder policies/mine, which is not in force": a few words.
  [[nodiscard]] const std::string& which() const { return which_; }

 private:
  explicit Choice(const Config& config) : config_(config) {}
  [[nodiscard]] Status write(const std::filesystem::path& folder, const policy::SourceFiles& files);
  Config config_;
  std::string which_;
  std::filesystem::path drawn_;  ///< the folder that the set in force was written into; removed with this
};

}  // namespace countersign::app::drill
