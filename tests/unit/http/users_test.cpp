#include "http/users.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/crypto.hpp"
#include "http/users_schema.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace countersign::users {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> roles(std::string_view role) {
  return role == "team_lead" ? std::optional<std::string>("reviewer") : std::nullopt;
}

class UsersTest : public testing::Test {
 protected:
  UsersTest() : folder_(fs::path(testing::TempDir()) / ("users-" + crypto::to_hex(crypto::random_bytes(8)))) {
    fs::create_directories(folder_);
    auto opened = store::open_sqlite(folder_ / "test.db", [](store::Session& session) -> Status {
      if (Status applied = store::apply_schema(session); !applied.ok()) return applied;  // the record of each change
      for (const std::string_view statement : kSchema) session.run(statement);
      return {};
    });
    if (!opened.ok()) throw std::runtime_error(opened.error().message);
    store_ = std::move(opened).value();
  }
  ~UsersTest() override {
    store_.reset();
    fs::remove_all(folder_);
  }
  std::string token(std::string_view name, std::string_view role) {
    auto made = create_token(*store_, roles, name, role, now_);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : "";
  }
  Fault fault_of(std::string_view given) {
    const auto found = authenticate(*store_, roles, given);
    return found.ok() ? Fault::internal : found.error().fault;
  }

  fs::path folder_;
  std::unique_ptr<store::Store> store_;
  Time now_ = from_micros(1'700'000'000'000'000);
};

TEST_F(UsersTest, ATokenStandsForItsUserAndPermission) {
  const std::string given = token("ana", "team_lead");
  EXPECT_TRUE(given.starts_with("cs_"));
  EXPECT_EQ(given.size(), 67U);
  const auto identity = authenticate(*store_, roles, given);
  ASSERT_TRUE(identity.ok());
  EXPECT_EQ(identity->user, "ana");
  EXPECT_EQ(identity->role, "team_lead");
  EXPECT_EQ(identity->permission, Permission::reviewer);
}

TEST_F(UsersTest, OnlyTheHashOfATokenIsKept) {
  const std::string given = token("ana", "agent");
  std::string kept;
  ASSERT_TRUE(store_
                  ->read([&](store::Session& s) {
                    s.first("SELECT hash FROM token", {}, [&](const store::Row& row) { kept = row.text(0); });
                  })
                  .ok());
  EXPECT_EQ(kept, crypto::sha256_hex(given));
}

TEST_F(UsersTest, AnUnknownTokenIsForged) {
  token("ana", "agent");
  EXPECT_EQ(fault_of("cs_" + std::string(64, '0')), Fault::forged);
  EXPECT_EQ(fault_of(""), Fault::forged);
}

TEST_F(UsersTest, ARevokedTokenIsRefusedAtOnceAndTheOthersStay) {
  const std::string first = token("ana", "agent");
  const std::string second = token("ana", "");
  ASSERT_TRUE(authenticate(*store_, roles, first).ok());
  ASSERT_TRUE(revoke_token(*store_, first, now_).ok());
  EXPECT_EQ(fault_of(first), Fault::forged);
  EXPECT_TRUE(authenticate(*store_, roles, second).ok());
  EXPECT_EQ(revoke_token(*store_, first, now_).error().fault, Fault::not_found);
}

TEST_F(UsersTest, RemovingAUserRevokesEveryTokenAndKeepsTheNameTaken) {
  const std::string given = token("ana", "agent");
  ASSERT_TRUE(remove(*store_, "ana", now_).ok());
  EXPECT_EQ(fault_of(given), Fault::forged);
  EXPECT_EQ(remove(*store_, "ana", now_).error().fault, Fault::not_found);
  EXPECT_EQ(add(*store_, roles, "ana", "agent", now_).error().fault, Fault::conflict);
  EXPECT_EQ(create_token(*store_, roles, "ana", "agent", now_).error().fault, Fault::conflict);
  const auto users = list(*store_);
  ASSERT_TRUE(users.ok());
  ASSERT_EQ(users->size(), 1U);
  EXPECT_TRUE(users.value()[0].removed);
  EXPECT_EQ(users.value()[0].tokens, 0);
}

TEST_F(UsersTest, ARoleThatLeftTheDocumentLetsNobodyIn) {
  const std::string given = token("ana", "team_lead");
  const auto found = authenticate(
      *store_, [](std::string_view) { return std::nullopt; }, given);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().fault, Fault::forbidden);
}

TEST_F(UsersTest, RefusesUnknownRolesAndNamesThatBreakALine) {
  EXPECT_EQ(add(*store_, roles, "ana", "boss", now_).error().fault, Fault::invalid);
  for (const char* name : {"", "a b", "a\nb", "-rf", "../x", "0123456789abcdef"})  // the last: an id of the record
    EXPECT_EQ(add(*store_, roles, name, "agent", now_).error().fault, Fault::invalid) << name;
}

TEST_F(UsersTest, ATokenForAKnownUserNeverChangesTheRole) {
  token("ana", "agent");
  const auto other = create_token(*store_, roles, "ana", "officer", now_);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().fault, Fault::conflict);
  EXPECT_EQ(create_token(*store_, roles, "nobody", "", now_).error().fault, Fault::not_found);
}

TEST_F(UsersTest, RevokesAllTokensOfAUserAndCountsThem) {
  const std::string first = token("ana", "agent");
  token("ana", "");
  const std::string other = token("bo", "agent");
  const auto count = revoke_all(*store_, "ana", now_);
  ASSERT_TRUE(count.ok());
  EXPECT_EQ(*count, 2);
  EXPECT_EQ(fault_of(first), Fault::forged);
  EXPECT_TRUE(authenticate(*store_, roles, other).ok());
}

}  // namespace
}  // namespace countersign::users
