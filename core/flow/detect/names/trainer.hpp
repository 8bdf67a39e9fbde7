// Trainer: makes a tagger's model from marked texts: averaged structured perceptron (Collins 2002, "Discriminative
// training methods for hidden Markov models"). Integers only, fixed order, one thread: the same texts make the same
// bytes anywhere. Called by the recipe (core/models/names/recipe.sh) and by tests, never by the gateway.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/names/tagger.hpp"

namespace countersign::detect::names {

/// A text and what in it is a name or an address, by `begin`, not overlapping.
struct Marked {
  std::string text;
  std::vector<Tagged> spans;
};

/// One line of a training file: 0x01 opens a name, 0x02 an address, 0x03 closes it, 0x04 stands for a line end.
[[nodiscard]] Marked read_marked(std::string_view line);

struct TrainingTerms {
  unsigned bits = 16;   ///< 2^bits features are told apart
  unsigned rounds = 6;  ///< times over all texts
};

/// The bytes of a model file. Texts are shuffled by a fixed generator before each round.
[[nodiscard]] std::string train(const std::vector<Marked>& texts, const TrainingTerms& terms);

}  // namespace countersign::detect::names
