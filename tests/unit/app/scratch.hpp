// A folder of its own for one test, gone at its end.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "base/crypto.hpp"

namespace countersign::app {

class Scratch {
 public:
  Scratch() : folder_(std::filesystem::path(testing::TempDir()) / ("app-" + crypto::to_hex(crypto::random_bytes(8)))) {
    std::filesystem::create_directories(folder_);
  }
  ~Scratch() { std::filesystem::remove_all(folder_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path write(std::string_view name, std::string_view text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
    std::filesystem::permissions(folder_ / name,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return folder_ / name;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace countersign::app
