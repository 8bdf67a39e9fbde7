// Erasure, tested by the attack it must withstand: somebody with the master key, an old copy of the sealed texts and
// every byte of the key store's files.
#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "base/crypto.hpp"
#include "folder.hpp"
#include "store/keys.hpp"

namespace countersign::store {
namespace {

constexpr std::size_t wrapped_size = 12 + 32 + 16;

/// Every file of the key store, as one block of bytes each.
std::map<std::string, std::string> files_of(const std::filesystem::path& keys) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(keys)) {
    files.emplace(entry.path().filename().string(), read_file(entry.path()));
  }
  return files;
}

/// Tries each place of each file as a wrapped key of `row`, and each key found on the sealed text.
std::optional<std::string> break_in(const std::filesystem::path& keys, const std::string& row,
                                    const std::string& sealed, const std::string& purpose) {
  const auto files = files_of(keys);
  const std::string master = *crypto::from_hex(files.at("master.key").substr(0, 64));
  const std::string wrapping = crypto::hkdf_sha256(master, "countersign wrapping v1", 32);
  for (const auto& [name, bytes] : files) {
    for (std::size_t at = 0; at + wrapped_size <= bytes.size(); ++at) {
      const auto key = crypto::open(wrapping, std::string_view(bytes).substr(at, wrapped_size), row);
      if (!key) continue;
      const std::string sealing = crypto::hkdf_sha256(*key, "countersign sealing v1", 32);
      if (auto plain = crypto::open(sealing, sealed, purpose)) return plain;
    }
  }
  return std::nullopt;
}

class Erase : public testing::Test {
 protected:
  Erase() : keys(Keys::open(folder / "keys").value()) {
    EXPECT_TRUE(keys->ensure("c1").ok());
    EXPECT_TRUE(keys->ensure("c2").ok());
    sealed = *keys->seal("c1", "m1", "hello");
  }
  std::optional<std::string> attack() {
    return break_in(folder / "keys", keys->index("customer key", "c1"), sealed, "m1");
  }
  void reopen() {
    keys.reset();
    keys = Keys::open(folder / "keys").value();
  }
  Folder folder;
  std::unique_ptr<Keys> keys;
  std::string sealed;
};

TEST_F(Erase, TheAttackWorksBeforeAndFailsAfter) {
  ASSERT_EQ(attack(), "hello") << "the attack must be able to work, or its failure proves nothing";
  ASSERT_TRUE(keys->destroy("c1").ok());
  EXPECT_EQ(attack(), std::nullopt) << "with the store still open";
  keys.reset();
  keys = Keys::open(folder / "keys").value();
  EXPECT_EQ(attack(), std::nullopt);
}

TEST_F(Erase, AlsoWhenTheKeyHadReachedTheDatabaseFile) {
  reopen();  // closing copies the journal into the database
  ASSERT_EQ(attack(), "hello");
  ASSERT_TRUE(keys->destroy("c1").ok());
  EXPECT_EQ(attack(), std::nullopt);
}

TEST_F(Erase, EverythingOfTheCustomerIsGoneForGood) {
  ASSERT_TRUE(keys->destroy("c1").ok());
  for (int restart = 0; restart < 2; ++restart) {
    EXPECT_EQ(keys->ensure("c1").error().fault, Fault::gone);
    EXPECT_EQ(keys->seal("c1", "m1", "x").error().fault, Fault::gone);
    EXPECT_EQ(keys->open("c1", "m1", sealed).error().fault, Fault::gone);
    EXPECT_EQ(keys->pseudonym("c1", "a", "b").error().fault, Fault::gone);
    reopen();
  }
}

TEST_F(Erase, OthersKeepTheirKeys) {
  const std::string other = *keys->seal("c2", "m2", "still here");
  ASSERT_TRUE(keys->destroy("c1").ok());
  reopen();
  EXPECT_EQ(*keys->open("c2", "m2", other), "still here");
}

TEST_F(Erase, TwiceIsTheSameAsOnceAndAStrangerIsErasedToo) {
  EXPECT_TRUE(keys->destroy("c1").ok());
  EXPECT_TRUE(keys->destroy("c1").ok());
  EXPECT_TRUE(keys->destroy("never seen").ok());
  EXPECT_EQ(keys->ensure("never seen").error().fault, Fault::gone);
}

TEST_F(Erase, AnAlteredRowIsNoKey) {
  keys.reset();
  const auto file = folder / "keys/keys.db";
  std::string bytes = read_file(file);
  const std::string master = *crypto::from_hex(read_file(folder / "keys/master.key").substr(0, 64));
  const std::string wrapping = crypto::hkdf_sha256(master, "countersign wrapping v1", 32);
  const std::string row = [&] {
    const std::string index = crypto::hkdf_sha256(master, "countersign index v1", 32);
    return crypto::to_hex(crypto::hmac_sha256(index, std::string("customer key") + '\0' + "c1"));
  }();
  std::size_t at = 0;
  while (at + wrapped_size <= bytes.size() &&
         !crypto::open(wrapping, std::string_view(bytes).substr(at, wrapped_size), row)) {
    ++at;
  }
  ASSERT_LT(at + wrapped_size, bytes.size());
  bytes[at + 20] = static_cast<char>(bytes[at + 20] ^ 1);
  write_file(file, bytes);
  keys = Keys::open(folder / "keys").value();
  EXPECT_EQ(keys->open("c1", "m1", sealed).error().fault, Fault::internal);
}

}  // namespace
}  // namespace countersign::store
