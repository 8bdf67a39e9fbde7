// Ideas: which words of eight languages speak of the same thing ("lawyer", "Anwalt", "avocat"), from the table
// core/models/ideas.txt, which is compiled in. Features use them, so that what a model learned of one language helps it
// in the others. Read once in a process; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace countersign::detect::learned {

/// How many ideas there can be.
constexpr std::size_t kMostIdeas = 128;

/// The ideas of a folded word, below kMostIdeas; empty for most words. "l'avocat" has those of "avocat". The view lives
/// as long as the program.
[[nodiscard]] std::span<const std::uint8_t> ideas_of(std::string_view word);

}  // namespace countersign::detect::learned
