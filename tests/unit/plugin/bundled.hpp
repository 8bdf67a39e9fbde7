// Opens bundled plugins from the build folder for the tests beside this file. One thread.
#pragma once

#include <gtest/gtest.h>

#include "kit/private_folder.hpp"
#include "plugin/connectors.hpp"

namespace countersign::plugin {

class WithBundled : public ::testing::Test {
 protected:
  std::shared_ptr<const Plugin> plugin(const std::string& id) {
    auto loaded = load(std::string(BUILD_FOLDER "/plugins/") + id + ".so", folder.path, {});
    if (loaded.ok()) return *loaded;
    ADD_FAILURE() << loaded.error().message;
    return nullptr;
  }
  std::unique_ptr<Instance> open(const std::string& id, const Fields& settings) {
    auto opened = plugin(id)->open(settings);
    if (opened.ok()) return std::move(*opened);
    ADD_FAILURE() << opened.error().message;
    return nullptr;
  }
  /// The sentence with which `id` refuses `settings`; "" if it opens.
  std::string refusal(const std::string& id, const Fields& settings) {
    auto opened = plugin(id)->open(settings);
    return opened.ok() ? std::string() : opened.error().message;
  }
  PrivateFolder folder;
};

inline Time noon() { return *from_rfc3339("2026-11-21T12:00:00Z"); }

}  // namespace countersign::plugin
