// The detector of include/countersign/README.md: the same file, compiled, loaded and run.
#include <gtest/gtest.h>

#include "kit/private_folder.hpp"
#include "plugin/detector.hpp"

namespace countersign::plugin {
namespace {

TEST(ManualDetector, StandsWordForWordInTheManual) {
  const std::string manual = slurp(SOURCE_FOLDER "/include/countersign/README.md");
  const std::string example = slurp(SOURCE_FOLDER "/tests/kit/detector_example.cpp");
  ASSERT_FALSE(example.empty());
  EXPECT_NE(manual.find("```cpp\n" + example + "```"), std::string::npos)
      << "copy tests/kit/detector_example.cpp into the manual";
}

TEST(ManualDetector, FindsContractNumbersAndNothingElse) {
  const PrivateFolder folder;
  auto loaded = load(BUILD_FOLDER "/tests/plugins/detect.example.so", folder.path, {});
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ((*loaded)->kind(), Kind::detector);
  EXPECT_FALSE((*loaded)->open({{"prefix", ""}}).ok());
  auto opened = (*loaded)->open({});
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  const Detecting example(*loaded, std::move(*opened), "contracts");
  const std::string text = "Vertrag K-123456, nicht K-12 oder K-1234567. Größe: K-654321";
  const auto seen = example.look({text, Author::customer, "", ""});
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  ASSERT_EQ(seen->size(), 2U);
  EXPECT_EQ(text.substr((*seen)[0].start, (*seen)[0].end - (*seen)[0].start), "K-123456");
  EXPECT_EQ(text.substr((*seen)[1].start, (*seen)[1].end - (*seen)[1].start), "K-654321");
}

}  // namespace
}  // namespace countersign::plugin
