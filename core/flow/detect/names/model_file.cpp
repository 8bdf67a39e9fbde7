#include "flow/detect/names/model_file.hpp"

#include <algorithm>

#include "flow/detect/names/tagger.hpp"

namespace countersign::detect::names {
namespace {

constexpr std::size_t follow_count = (label_count + 1) * label_count;

void put(std::string& file, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) file.push_back(static_cast<char>((value >> shift) & 0xFFU));
}

std::uint32_t get(std::string_view file, std::size_t at) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(file[at + i])) << (8 * i);
  return value;
}

}  // namespace

ModelWriter::ModelWriter(std::uint32_t rows) : file_(model_mark) { put(file_, rows); }

void ModelWriter::follow(std::int32_t score) { put(file_, static_cast<std::uint32_t>(score)); }

void ModelWriter::weight(std::int32_t score) { file_.push_back(static_cast<char>(std::clamp(score, -127, 127))); }

Result<Tagger> Tagger::read(std::string_view file) {
  constexpr std::size_t head = model_mark.size() + 4 + follow_count * 4;
  const auto broken = [](const char* what) {
    return Error{Fault::invalid,
                 std::string("the model of names and addresses ") + what + "; rebuild it with core/models/names/recipe.sh"};
  };
  if (file.size() < head || file.substr(0, model_mark.size()) != model_mark) return broken("has no header");
  const auto rows = get(file, model_mark.size());
  if (rows < fewest_rows || rows > most_rows || (rows & (rows - 1)) != 0) return broken("has an impossible size");
  if (file.size() != head + std::size_t{rows} * label_count) return broken("is cut off");
  Tagger tagger;
  tagger.mask_ = rows - 1;
  for (std::size_t i = 0; i < follow_count; ++i) {
    tagger.follow_[i / label_count][i % label_count] =
        static_cast<std::int32_t>(get(file, model_mark.size() + 4 + i * 4));
  }
  tagger.weights_.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t label = 0; label < label_count; ++label) {
      tagger.weights_[row][label] = static_cast<std::int8_t>(file[head + row * label_count + label]);
    }
  }
  return tagger;
}

}  // namespace countersign::detect::names
