// countersign_learn: the program of the models' recipe (core/models/recipe.sh).
//   countersign_learn learn MODEL ROUNDS BALANCE BITS RATE DROP one|each < EXAMPLES   makes the model; "each": it says
//                                                                    yes or no to each label ("a+b?", train.hpp)
//   countersign_learn judge MODEL < EXAMPLES                         prints each example's label and how likely the
//                                                                    model's labels are
//   countersign_learn hear MODEL < EXAMPLES                          the same, of a model that says yes or no to each:
//                                                                    the most of a text's sentences
// Examples are lines "label<TAB>text" in UTF-8.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "flow/detect/learned/features.hpp"
#include "flow/detect/learned/train.hpp"
#include "flow/detect/text_view.hpp"

namespace {

using namespace countersign::detect;

int fail(const std::string& why) {
  std::cerr << "countersign_learn: " << why << "\n";
  return 2;
}

std::vector<learned::Example> examples() {
  std::vector<learned::Example> read;
  for (std::string line; std::getline(std::cin, line);) {
    const auto tab = line.find('\t');
    if (tab != std::string::npos) read.push_back({folded_view(line.substr(tab + 1)).text, line.substr(0, tab)});
  }
  return read;
}

int learn(const std::string& path, const learned::Schooling& how) {
  const auto model = learned::train(examples(), how);
  if (!model) return fail(model.error().message);
  std::ofstream out(path, std::ios::binary);
  out << model->write();
  out.close();
  return out ? 0 : fail(path + " cannot be written");
}

/// Per label the likelihood of the sentence that is likeliest of it.
std::vector<float> most_of(const learned::Linear& model, const std::string& folded) {
  std::vector<float> most(model.labels().size(), 0.0F);
  for (const auto& [begin, end] : sentences(folded)) {
    const auto likely = model.judge_each(learned::features_of(std::string_view(folded).substr(begin, end - begin)));
    for (std::size_t i = 0; i < most.size(); ++i) most[i] = std::max(most[i], likely[i]);
  }
  return most;
}

int judge(const std::string& path, bool each) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream file;
  file << in.rdbuf();
  const auto model = learned::Linear::read(file.str());
  if (!model) return fail(path + ": " + model.error().message);
  for (const auto& example : examples()) {
    std::cout << example.label;
    const auto likely = each ? most_of(*model, example.folded) : model->judge(learned::features_of(example.folded));
    for (std::size_t i = 0; i < likely.size(); ++i) std::cout << "\t" << model->labels()[i] << " " << likely[i];
    std::cout << "\n";
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "";
  if ((what == "judge" || what == "hear") && count == 3) return judge(words[2], what == "hear");
  if (what != "learn" || count != 9)
    return fail(
        "usage: countersign_learn learn MODEL ROUNDS BALANCE BITS RATE DROP one|each | judge MODEL | hear MODEL, "
        "examples on standard input");
  learned::Schooling how;
  how.rounds = std::atoi(words[3]);
  how.balance = std::strtof(words[4], nullptr);
  how.bits = static_cast<unsigned>(std::atoi(words[5]));
  how.rate = std::strtof(words[6], nullptr);
  how.drop = std::strtof(words[7], nullptr);
  how.each = std::string_view(words[8]) == "each";
  return learn(words[2], how);
}
