// All phrases of a list in one automaton: a text is read once, however many phrases there are (Aho and Corasick,
// "Efficient string matching", CACM 18(6), 1975). Made in open; any thread afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wordlist {

class Phrases {
 public:
  /// Folded phrases, none empty.
  explicit Phrases(const std::vector<std::string>& phrases);
  /// Where phrases stand in a folded text, in order; those that overlap are one. `whole_words`: no letter or digit may
  /// go on before or behind one. At most `most`, and then one more, to tell that there are too many.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> find(std::string_view folded, bool whole_words,
                                                                      std::size_t most) const;

 private:
  struct Node {
    std::vector<std::pair<unsigned char, std::uint32_t>> next;  ///< sorted
    std::uint32_t fail = 0;                                     ///< the longest end of this that begins a phrase
    std::uint32_t shorter = 0;                                  ///< the next phrase that also ends here, 0: none
    std::uint32_t length = 0;                                   ///< of the phrase that ends here, 0: none
  };
  void add(const std::string& phrase);
  void link();
  /// 0: there is none (nothing leads back to the root).
  [[nodiscard]] std::uint32_t step(std::uint32_t node, unsigned char byte) const;
  [[nodiscard]] std::uint32_t follow(std::uint32_t node, unsigned char byte) const;

  std::vector<Node> nodes_;
};

}  // namespace wordlist
