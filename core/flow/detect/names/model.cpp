#include "flow/detect/names/model.hpp"

#include <stdexcept>

// Made by learned/embedded.S.in: the bytes of the file.
extern "C" {
extern const char countersign_names_begin[], countersign_names_end[];
}

namespace countersign::detect::names {

const Tagger& tagger() {
  static const Tagger made = [] {
    auto read = Tagger::read(
        {countersign_names_begin, static_cast<std::size_t>(countersign_names_end - countersign_names_begin)});
    if (!read) throw std::runtime_error(read.error().message);
    return std::move(*read);
  }();
  return made;
}

}  // namespace countersign::detect::names
