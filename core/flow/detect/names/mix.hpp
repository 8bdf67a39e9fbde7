// Hashing of the tagger's words and features: 32-bit FNV-1a over code points, and a mixer for pairs. Part of the
// model's format: a change here needs a new model. Pure; any thread.
#pragma once

#include <cstdint>

namespace countersign::detect::names {

constexpr std::uint32_t seed = 2166136261U;

constexpr std::uint32_t step(std::uint32_t hash, std::uint32_t value) { return (hash ^ value) * 16777619U; }

/// Two hashes into one; order counts.
constexpr std::uint32_t both(std::uint32_t a, std::uint32_t b) {
  std::uint32_t mixed = a * 0x9E3779B1U ^ (b + 0x85EBCA6BU) * 0xC2B2AE35U;
  return mixed ^ (mixed >> 15U);
}

}  // namespace countersign::detect::names
