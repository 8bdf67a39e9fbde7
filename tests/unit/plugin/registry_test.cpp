#include "plugin/registry.hpp"

#include "unit/plugin/bundled.hpp"

namespace countersign::plugin {
namespace {

namespace fs = std::filesystem;

TEST(Registry, FindsTheBundledPluginsById) {
  const PrivateFolder folder;
  const auto registry = Registry::scan(BUILD_FOLDER "/plugins", folder.path, {});
  EXPECT_TRUE(registry.problems().empty()) << registry.problems().front();
  for (const char* id : {"channel.webhook", "model.knowledge", "model.openai", "helpdesk.desk"}) {
    ASSERT_NE(registry.find(id), nullptr) << id;
    EXPECT_EQ(registry.find(id)->id(), id);
  }
}

TEST(Registry, KeepsTheOthersWhenOneFileIsBroken) {
  const PrivateFolder folder;
  const fs::path plugins = folder.path / "plugins";
  fs::create_directory(plugins);
  fs::copy_file(BUILD_FOLDER "/plugins/helpdesk.desk.so", plugins / "desk.so");
  spill(plugins / "broken.so", "hello");
  const auto registry = Registry::scan(plugins, folder.path / "private", {});
  EXPECT_NE(registry.find("helpdesk.desk"), nullptr);
  ASSERT_EQ(registry.problems().size(), 1U);
  EXPECT_NE(registry.problems()[0].find("broken.so"), std::string::npos);
}

TEST(Registry, UsesNeitherOfTwoFilesWithOneId) {
  const PrivateFolder folder;
  const fs::path plugins = folder.path / "plugins";
  fs::create_directory(plugins);
  fs::copy_file(BUILD_FOLDER "/plugins/helpdesk.desk.so", plugins / "a.so");
  fs::copy_file(BUILD_FOLDER "/plugins/helpdesk.desk.so", plugins / "b.so");
  const auto registry = Registry::scan(plugins, folder.path / "private", {});
  EXPECT_EQ(registry.find("helpdesk.desk"), nullptr);
  ASSERT_EQ(registry.problems().size(), 1U);
  EXPECT_NE(registry.problems()[0].find("remove one"), std::string::npos);
}

TEST(Registry, SaysWhichPluginWasPerhapsMeant) {
  const PrivateFolder folder;
  const auto registry = Registry::scan(BUILD_FOLDER "/plugins", folder.path, {});
  const auto wanted = registry.need("channel.webhok");
  ASSERT_FALSE(wanted.ok());
  EXPECT_EQ(wanted.error().fault, Fault::not_found);
  EXPECT_NE(wanted.error().message.find("did you mean `channel.webhook`?"), std::string::npos)
      << wanted.error().message;
}

TEST(Registry, NamesAFolderThatIsMissing) {
  const PrivateFolder folder;
  const auto registry = Registry::scan(folder.path / "none", folder.path, {});
  ASSERT_EQ(registry.problems().size(), 1U);
  EXPECT_NE(registry.problems()[0].find("plugins.folder"), std::string::npos);
}

}  // namespace
}  // namespace countersign::plugin
