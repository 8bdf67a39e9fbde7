#include "plugin/elf.hpp"

#include <gtest/gtest.h>

#include "kit/private_folder.hpp"

namespace countersign::plugin {
namespace {

TEST(Elf, SeesTheOneExportOfAPlugin) {
  const auto symbols = dynamic_symbols(slurp(BUILD_FOLDER "/plugins/helpdesk.desk.so"));
  ASSERT_TRUE(symbols.ok()) << symbols.error().message;
  int defined = 0;
  for (const auto& symbol : *symbols) defined += symbol.defined ? 1 : 0;
  EXPECT_EQ(defined, 1);
}

TEST(Elf, SurvivesAFileCutOffAnywhere) {
  const std::string whole = slurp(BUILD_FOLDER "/plugins/helpdesk.desk.so");
  ASSERT_GT(whole.size(), 1000U);
  for (std::size_t length = 0; length < whole.size(); length += 997)
    EXPECT_FALSE(dynamic_symbols(whole.substr(0, length)).ok());
}

}  // namespace
}  // namespace countersign::plugin
