// Tagger: which words of a text are a person's name or a postal address, best effort. A linear model over hashed
// features (the word, its shape and endings, its neighbours) and the best chain of labels (Viterbi). Weights are 8-bit
// integers and all arithmetic is on integers: the same answer on every machine. Immutable; any thread. How it was
// trained: core/models/names/.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "flow/detect/names/tokens.hpp"

namespace countersign::detect::names {

enum Label : std::uint8_t { nothing, name_begin, name_more, address_begin, address_more };
constexpr std::size_t label_count = 5;

using Scores = std::array<std::int32_t, label_count>;
using Follow = std::array<Scores, label_count + 1>;  ///< [label before][label]; the last row is for the first token

/// A label may follow another: a continuation only what it continues. `before` is label_count at the start of a text.
[[nodiscard]] constexpr bool may_follow(std::size_t before, std::size_t label) {
  if (label == name_more) return before == name_begin || before == name_more;
  if (label == address_more) return before == address_begin || before == address_more;
  return true;
}

/// Features of one token: hashes, to be cut to the model's size.
constexpr std::size_t feature_count = 28;
using Features = std::array<std::uint32_t, feature_count>;
void features_of(std::span<const Token> tokens, std::size_t at, Features& features);

/// Bytes of a view that are a name or an address.
struct Tagged {
  bool name = false;  ///< else an address
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// The spans that a chain of labels says.
[[nodiscard]] std::vector<Tagged> spans_of(std::span<const Token> tokens, std::span<const std::uint8_t> labels);

/// Texts are tagged in pieces of at most this many bytes, cut at a line end or space if there is one: bounded memory,
/// linear time, and a megabyte costs per byte what a short message costs.
constexpr std::size_t longest_piece = 2048;

class Tagger {
 public:
  /// A model file's bytes; format in model_file.cpp. An Error says what is wrong with it.
  [[nodiscard]] static Result<Tagger> read(std::string_view file);
  /// Appends what it finds, by `begin`. Linear in the text.
  void look(std::string_view view, std::vector<Tagged>& found) const;

 private:
  std::uint32_t mask_ = 0;                           ///< rows - 1, a power of two less one
  std::vector<std::array<std::int8_t, 8>> weights_;  ///< per feature, three bytes unused
  Follow follow_{};
};

}  // namespace countersign::detect::names
