// Tokens: a view cut into words, signs and line ends for the tagger of names and addresses. Made and read inside one
// look(); any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace countersign::detect::names {

/// One word, number, sign or line end of a view. Hashes are 32-bit FNV-1a: the same on every machine.
struct Token {
  std::uint32_t begin = 0;  ///< byte offset in the view
  std::uint32_t end = 0;    ///< exclusive
  std::uint32_t word =
      0;  ///< hash of the lower-case word; digits count as such when there are up to two, else as their number
  std::uint32_t shape =
      0;  ///< capitals, small letters, digits and signs, runs cut short ("Xx", "d5", "xd"), see tokens.cpp
  std::uint32_t head = 0;   ///< hash of the first three letters
  std::uint32_t tail2 = 0;  ///< hash of the last two letters, and so on
  std::uint32_t tail3 = 0;
  std::uint32_t tail4 = 0;
  std::uint8_t kind = 0;  ///< coarse: see Kind
};

enum Kind : std::uint8_t { small, capital, capitals, number, mixed, sign, line };

/// Appends the tokens of view[begin, end); both ends are character boundaries. A token is at most 64 bytes long, so
/// that one endless word costs what many short ones do.
void cut(std::string_view view, std::size_t begin, std::size_t end, std::vector<Token>& tokens);

}  // namespace countersign::detect::names
