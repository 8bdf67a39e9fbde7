#include <sys/stat.h>

#include "base/crypto.hpp"
#include "unit/plugin/bundled.hpp"

namespace countersign::plugin {
namespace {

namespace fs = std::filesystem;
const std::string kWebhook = BUILD_FOLDER "/plugins/channel.webhook.so";

class Loader : public WithBundled {};

TEST_F(Loader, RunsAPrivateCopyNamedByItsDigest) {
  const auto loaded = load(kWebhook, folder.path / "private", {});
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  const std::string digest = crypto::sha256_hex(slurp(kWebhook));
  EXPECT_EQ((*loaded)->digest(), digest);
  EXPECT_EQ(slurp(folder.path / "private" / (digest + ".so")), slurp(kWebhook));
  struct stat info {};
  ASSERT_EQ(::stat((folder.path / "private").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 077U, 0U) << "others can reach the private folder";
}

TEST_F(Loader, ReplacesAPrivateCopyThatSomebodyChanged) {
  const std::string digest = crypto::sha256_hex(slurp(kWebhook));
  spill(folder.path / (digest + ".so"), "not the plugin");
  ASSERT_TRUE(load(kWebhook, folder.path, {}).ok());
  EXPECT_EQ(slurp(folder.path / (digest + ".so")), slurp(kWebhook));
}

TEST_F(Loader, RefusesAFileThatIsNotOnTheAllowList) {
  const auto loaded = load(kWebhook, folder.path, {{"channel.webhook", std::string(64, '0')}});
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("is not in `plugins.allow`"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(folder.path)) << "a refused file must not even be copied";
}

TEST_F(Loader, RefusesAnAllowedFileUnderAnotherId) {
  const auto loaded = load(kWebhook, folder.path, {{"channel.other", crypto::sha256_hex(slurp(kWebhook))}});
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("calls itself `channel.webhook`"), std::string::npos);
}

TEST_F(Loader, TakesAFileThatIsOnTheAllowList) {
  EXPECT_TRUE(load(kWebhook, folder.path, {{"channel.webhook", crypto::sha256_hex(slurp(kWebhook))}}).ok());
}

TEST_F(Loader, NamesTheFileThatIsMissingOrNoLibrary) {
  const auto missing = load(folder.path / "none.so", folder.path, {});
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().message.find("none.so"), std::string::npos);
  spill(folder.path / "text.so", "hello");
  const auto text = load(folder.path / "text.so", folder.path, {});
  ASSERT_FALSE(text.ok());
  EXPECT_NE(text.error().message.find("cannot be loaded"), std::string::npos);
}

TEST_F(Loader, LetsAnInstanceOutliveItsPlugin) {
  std::unique_ptr<Instance> instance;
  {
    const auto loaded = load(BUILD_FOLDER "/plugins/helpdesk.desk.so", folder.path, {});
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    auto opened = (*loaded)->open({});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    instance = std::move(*opened);
  }
  EXPECT_EQ(instance->read({{"op", "response"}, {"status", "200"}, {"body", R"({"ticket":"7"})"}}).code, Code::ok);
}

}  // namespace
}  // namespace countersign::plugin
