// Plugged: the detector plugins of one generation, as one. What they see is added to what the built-in detectors saw;
// one that fails makes the whole look an Error, so that the text is held for a person. Made by app/connect, part of the
// detector that Rules hold (behind the memo, so a new generation forgets what an older one saw); any thread.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "flow/detect/detector.hpp"
#include "plugin/detector.hpp"

namespace countersign::detect {

class Plugged {
 public:
  /// `missing`: why detectors that are configured cannot look (left out after crashes), one sentence each.
  explicit Plugged(std::vector<std::unique_ptr<const plugin::Detecting>> detectors,
                   std::vector<std::string> missing = {});

  /// Adds what each of them sees in `glimpse.text`, and to `sight.detectors` who looked.
  [[nodiscard]] Status look(const Glimpse& glimpse, Sight& sight) const;

  [[nodiscard]] const std::vector<std::unique_ptr<const plugin::Detecting>>& all() const { return detectors_; }
  /// What they may find; with one missing nobody knows.
  [[nodiscard]] const std::set<std::string>& kinds() const { return kinds_; }
  [[nodiscard]] bool any_missing() const { return !missing_.empty(); }

 private:
  std::vector<std::unique_ptr<const plugin::Detecting>> detectors_;
  std::vector<std::string> missing_;
  std::vector<std::string> signatures_;
  std::set<std::string> kinds_;
};

}  // namespace countersign::detect
