#include "folder.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/crypto.hpp"

namespace countersign::store {

Folder::Folder() {
  path_ = std::filesystem::temp_directory_path() / ("countersign-test-" + crypto::to_hex(crypto::random_bytes(8)));
  if (!std::filesystem::create_directory(path_)) throw std::runtime_error("no folder for the test");
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace countersign::store
