// Features: what a learned model sees of a text: its words, pairs of neighbours, pieces of words, and what the words
// speak of (ideas.hpp), alone and in pairs, each as a number (feature hashing, Weinberger et al. 2009,
// arXiv:0902.2206). Training and looking use the same code, so that a model never meets a text cut in another way. Pure
// functions; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace countersign::detect::learned {

/// The number of `bytes` among 2^32; `kind` keeps apart what is spelled alike (a word, a pair, a piece).
[[nodiscard]] std::uint32_t hashed(std::string_view bytes, std::uint32_t kind);

/// Words of a folded text (folded_view): runs of letters, digits and apostrophes, and each ? and ! by itself. Views
/// into `folded`.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view folded);

/// How many features there can be: what hashes to the same of these numbers is the same to every model.
constexpr std::uint32_t kFeatures = 1U << 18U;

/// The features of a folded text, below kFeatures, in the order of the text, none twice. At most the first 8 KB are
/// looked at: what a message is about is said there, and time stays bounded.
[[nodiscard]] std::vector<std::uint32_t> features_of(std::string_view folded);

}  // namespace countersign::detect::learned
