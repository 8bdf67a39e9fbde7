// Training a Linear: stochastic gradient descent with a step of its own for every weight (AdaGrad, Duchi et al. 2011).
// In a fixed order on one thread, so that the same examples give the same model, byte for byte on the same kind of
// machine. Called by the recipe of the models that come along, and for the officer's topics when policies are loaded.
#pragma once

#include <string>
#include <vector>

#include "flow/detect/learned/linear.hpp"

namespace countersign::detect::learned {

struct Example {
  std::string folded;  ///< the text as folded_view() gives it
  std::string label;   ///< with Schooling::each: "a+b?": a it is, whether b nobody knows, any other it is not
};

struct Schooling {
  unsigned bits = 16;    ///< 2^bits rows of weights
  int rounds = 5;        ///< how often each example is seen
  float rate = 0.1F;     ///< of learning
  float balance = 0.0F;  ///< 0: each example counts alike; 1: each label does, however rare
  float drop =
      0.0F;  ///< > 0: this share of an example's features is left out each time it is seen, so that no word
             ///< is relied on alone, and each weight is the mean of what it was after the later half of the rounds
  bool each = false;  ///< a yes or no for each label by itself (Linear::judge_each), not one label of all
};

/// `invalid` with fewer than two labels.
[[nodiscard]] Result<Linear> train(const std::vector<Example>& examples, const Schooling& how);

}  // namespace countersign::detect::learned
