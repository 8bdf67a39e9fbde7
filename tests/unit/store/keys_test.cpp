#include "store/keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/crypto.hpp"
#include "folder.hpp"
#include "store/key_cache.hpp"

namespace countersign::store {
namespace {

std::unique_ptr<Keys> open_keys(const Folder& folder) {
  auto keys = Keys::open(folder / "keys");
  return keys.ok() ? std::move(*keys) : nullptr;
}

std::string why_not(const Folder& folder) {
  const auto keys = Keys::open(folder / "keys");
  return keys.ok() ? "" : keys.error().message;
}

TEST(Keys, OpenWhatTheySealedEvenAfterARestart) {
  const Folder folder;
  std::string sealed;
  {
    const auto keys = open_keys(folder);
    ASSERT_NE(keys, nullptr);
    ASSERT_TRUE(keys->ensure("c1").ok());
    ASSERT_TRUE(keys->ensure("c1").ok());
    sealed = *keys->seal("c1", "m1", "hello");
    EXPECT_EQ(sealed.find("hello"), std::string::npos);
  }
  EXPECT_EQ(*open_keys(folder)->open("c1", "m1", sealed), "hello");
}

TEST(Keys, ASealedTextFitsOneCustomerAndOneRow) {
  const Folder folder;
  const auto keys = open_keys(folder);
  ASSERT_TRUE(keys->ensure("c1").ok());
  ASSERT_TRUE(keys->ensure("c2").ok());
  const std::string sealed = *keys->seal("c1", "m1", "hello");
  EXPECT_EQ(keys->open("c1", "m2", sealed).error().fault, Fault::invalid);
  EXPECT_EQ(keys->open("c2", "m1", sealed).error().fault, Fault::invalid);
  EXPECT_EQ(keys->seal("stranger", "m1", "x").error().fault, Fault::not_found);
}

TEST(Keys, PseudonymsAreStablePerCustomerAndPurpose) {
  const Folder folder;
  const auto keys = open_keys(folder);
  ASSERT_TRUE(keys->ensure("c1").ok());
  ASSERT_TRUE(keys->ensure("c2").ok());
  const std::string name = *keys->pseudonym("c1", "conversation", "42");
  EXPECT_EQ(name.size(), 64U);
  EXPECT_EQ(*keys->pseudonym("c1", "conversation", "42"), name);
  EXPECT_NE(*keys->pseudonym("c2", "conversation", "42"), name);
  EXPECT_NE(*keys->pseudonym("c1", "text", "42"), name);
  EXPECT_NE(*keys->pseudonym("c1", "conversation4", "2"), name);
}

TEST(Keys, TheIndexIsStableAndAnotherInstallationsIsNot) {
  const Folder folder;
  const Folder other;
  const std::string value = open_keys(folder)->index("email", "a@example.com");
  EXPECT_EQ(value.size(), 64U);
  EXPECT_EQ(open_keys(folder)->index("email", "a@example.com"), value);
  EXPECT_NE(open_keys(folder)->index("phone", "a@example.com"), value);
  EXPECT_NE(open_keys(other)->index("email", "a@example.com"), value);
}

TEST(Keys, NobodyElseMayReadTheFiles) {
  const Folder folder;
  ASSERT_NE(open_keys(folder), nullptr);
  struct stat facts {};
  ASSERT_EQ(::stat((folder / "keys").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0700U);
  for (const char* name : {"keys/master.key", "keys/keys.db"}) {
    ASSERT_EQ(::stat((folder / name).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U) << name;
  }
  ASSERT_EQ(::chmod((folder / "keys/master.key").c_str(), 0644), 0);
  EXPECT_NE(why_not(folder).find("chmod 600"), std::string::npos);
}

TEST(Keys, AMasterKeyIsNeverReplaced) {
  const Folder folder;
  ASSERT_NE(open_keys(folder), nullptr);
  const auto file = folder / "keys/master.key";
  const std::string good = read_file(file);
  EXPECT_EQ(good.size(), 65U);

  write_file(file, good.substr(0, 40));
  EXPECT_NE(why_not(folder).find("not the whole of the master key"), std::string::npos);
  EXPECT_EQ(read_file(file), good.substr(0, 40));

  write_file(file, crypto::to_hex(crypto::random_bytes(32)) + "\n");
  EXPECT_NE(why_not(folder).find("does not belong"), std::string::npos);

  std::filesystem::remove(file);
  EXPECT_NE(why_not(folder).find("is missing"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file));

  write_file(file, good);
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  EXPECT_EQ(why_not(folder), "");
}

TEST(Keys, TheDatabaseNamesNobody) {
  const Folder folder;
  {
    const auto keys = open_keys(folder);
    ASSERT_TRUE(keys->ensure("customer-anna").ok());
  }
  EXPECT_EQ(read_file(folder / "keys/keys.db").find("customer-anna"), std::string::npos);
}

TEST(KeyCache, DropsTheOneUsedLongestAgo) {
  KeyCache cache(2);
  const auto key = [] { return std::make_shared<const CustomerKey>(std::string(32, 'k')); };
  ASSERT_EQ(cache.keep("a", key(), 0), KeyCache::Kept::yes);
  ASSERT_EQ(cache.keep("b", key(), 0), KeyCache::Kept::yes);
  EXPECT_NE(cache.find("a"), nullptr);
  ASSERT_EQ(cache.keep("c", key(), 0), KeyCache::Kept::yes);
  EXPECT_NE(cache.find("a"), nullptr);
  EXPECT_EQ(cache.find("b"), nullptr);
  EXPECT_NE(cache.find("c"), nullptr);
}

TEST(KeyCache, AForbiddenKeyDoesNotComeBack) {
  KeyCache cache;
  const auto key = std::make_shared<const CustomerKey>(std::string(32, 'k'));
  ASSERT_EQ(cache.keep("a", key, 0), KeyCache::Kept::yes);
  cache.forbid("a");
  EXPECT_EQ(cache.find("a"), nullptr);
  EXPECT_EQ(cache.keep("a", key, 0), KeyCache::Kept::forbidden) << "a reader that was late must not bring it back";
  cache.allow("a");
  EXPECT_EQ(cache.keep("a", key, 0), KeyCache::Kept::yes);
}

TEST(KeyCache, NobodyHasAKeyThatLeavesAndNobodyMakesOneLeaveThatSomebodyMayHave) {
  using std::chrono::hours;
  KeyCache cache(1);
  const auto key = std::make_shared<const CustomerKey>(std::string(32, 'k'));
  EXPECT_TRUE(cache.leaves("nobody used it", hours(1)));
  cache.stays("nobody used it");
  const auto seen = cache.seen();
  ASSERT_EQ(cache.keep("a", key, seen), KeyCache::Kept::yes);
  EXPECT_FALSE(cache.leaves("a", hours(1))) << "it was used just now";
  ASSERT_TRUE(cache.leaves("a", hours(0)));
  EXPECT_EQ(cache.find("a"), nullptr);
  EXPECT_EQ(cache.keep("a", key, cache.seen()), KeyCache::Kept::leaving);
  cache.stays("a");
  EXPECT_EQ(cache.keep("a", key, seen), KeyCache::Kept::again) << "read before it left: this may be the old key";
  ASSERT_EQ(cache.keep("a", key, cache.seen()), KeyCache::Kept::yes);
  ASSERT_EQ(cache.keep("b", key, cache.seen()), KeyCache::Kept::yes) << "a has no room any more";
  EXPECT_FALSE(cache.leaves("a", hours(1))) << "it may have been used just now";
}

}  // namespace
}  // namespace countersign::store
