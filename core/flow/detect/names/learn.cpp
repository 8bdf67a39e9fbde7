// countersign_learn_names: the program of core/models/names/recipe.sh.
//   countersign_learn_names MODEL BITS ROUNDS < TEXTS    makes the model; TEXTS are lines as read_marked() reads them
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "flow/detect/names/trainer.hpp"

int main(int count, char** words) {
  using namespace countersign::detect::names;
  if (count != 4) {
    std::cerr << "usage: countersign_learn_names MODEL BITS ROUNDS, marked texts on standard input\n";
    return 2;
  }
  std::vector<Marked> texts;
  for (std::string line; std::getline(std::cin, line);) texts.push_back(read_marked(line));
  std::ofstream out(words[1], std::ios::binary);
  out << train(texts, {static_cast<unsigned>(std::atoi(words[2])), static_cast<unsigned>(std::atoi(words[3]))});
  out.close();
  if (out) return 0;
  std::cerr << "countersign_learn_names: " << words[1] << " cannot be written\n";
  return 2;
}
