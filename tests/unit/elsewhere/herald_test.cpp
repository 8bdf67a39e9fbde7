#include "elsewhere/herald.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "publish/receipts.hpp"
#include "publish/witness_book.hpp"
#include "support/fake_clock.hpp"
#include "support/outside.hpp"
#include "unit/publish/published.hpp"

namespace countersign::elsewhere {
namespace {

namespace fs = std::filesystem;
using std::chrono::minutes;

class HeraldTest : public ::testing::Test {
 protected:
  HeraldTest() {
    home.record(3);
    log = home.open().value();
  }
  void grow(std::uint64_t count) {
    home.record(count);
    ASSERT_TRUE(log->publish().ok());
  }
  [[nodiscard]] std::string checkpoint() const { return store::read_file(home.log() / "checkpoint"); }
  [[nodiscard]] Place webhook() const {
    Place place;
    place.name = "archive";
    place.kind = Place::Kind::webhook;
    place.server.url = outside.url() + "/hook";
    place.secret = "s3cret";
    return place;
  }
  /// A witness that watches this log, on the outside's server.
  void witness() {
    book = publish::WitnessBook::open(home.folder / "witness", "witness.example/w1", {log->key()}, clock).value();
    outside.answers([this](const http::Request& request) {
      const auto answer = book->add_checkpoint(request.body);
      return http::text(answer.status, answer.body, answer.type);
    });
  }
  [[nodiscard]] Witness asked() const { return {book->key(), {outside.url(), "", ""}, minutes(10)}; }

  publish::Installation home;
  testing::FakeClock clock;
  testing::Outside outside;
  std::unique_ptr<publish::Publisher> log;
  std::unique_ptr<publish::WitnessBook> book;
};

TEST_F(HeraldTest, KeepsOneFilePerCheckpointInAFolder) {
  Place place;
  place.name = "vault";
  place.folder = home.folder / "vault";
  place.every = minutes(60);
  Herald herald(*log, clock, {place}, {});
  herald.round();
  const auto first = checkpoint();
  EXPECT_EQ(store::read_file(place.folder / "checkpoint-000000000003"), first);
  grow(5);
  herald.round();  // not its turn
  EXPECT_FALSE(fs::exists(place.folder / "checkpoint-000000000008"));
  clock.advance(minutes(60));
  herald.round();
  EXPECT_EQ(store::read_file(place.folder / "checkpoint-000000000008"), checkpoint());
  EXPECT_EQ(herald.states().at(0).size, 8U);
  EXPECT_EQ(herald.states().at(0).trouble, "");
}

TEST_F(HeraldTest, WhatAFolderKeptIsNeverReplacedByAnotherHistory) {
  Place place;
  place.name = "vault";
  place.folder = home.folder / "vault";
  place.every = minutes(60);
  fs::create_directories(place.folder);
  const std::string kept = "countersign.example/log\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n";
  store::write_file(place.folder / "checkpoint-000000000003", kept);
  Herald herald(*log, clock, {place}, {});
  herald.round();
  EXPECT_EQ(store::read_file(place.folder / "checkpoint-000000000003"), kept);
  EXPECT_NE(herald.states().at(0).trouble.find("written anew"), std::string::npos);
}

/// With the real key, which whoever has the machine has.
TEST_F(HeraldTest, APlaceWithALargerTreeOrAnotherBeginningIsNoticed) {
  Place place;
  place.name = "vault";
  place.folder = home.folder / "vault";
  fs::create_directories(place.folder);
  const auto key = publish::read_key(home.folder / "keys").value();
  const auto keep = [&](std::uint64_t size) {
    store::write_file(place.folder / ("checkpoint-00000000000" + std::to_string(size)),
                      tlog::sign({log->key().name, size, tlog::leaf_hash("fork")}, key, Time()).bytes());
  };
  keep(7);
  Herald set_back(*log, clock, {place}, {});
  set_back.round();
  EXPECT_NE(set_back.states().at(0).trouble.find("7 entries is kept there, and this log has only 3: it was set back"),
            std::string::npos)
      << set_back.states().at(0).trouble;
  grow(6);
  Herald anew(*log, clock, {place}, {});
  anew.round();
  EXPECT_NE(anew.states().at(0).trouble.find("written anew"), std::string::npos) << anew.states().at(0).trouble;
  EXPECT_FALSE(fs::exists(place.folder / "checkpoint-000000000009"));
}

TEST_F(HeraldTest, AWebhookMaySayThatItKeepsMoreOrSomethingElse) {
  for (const auto& [status, body, what] : {std::tuple{200, R"({"size":9})", "keeps a checkpoint of 9 entries"},
                                           {409, R"({"size":9})", "it was set back"},
                                           {409, "", "it keeps another history"}}) {
    outside.answers([status = status, body = std::string(body)](const http::Request&) {
      return http::text(status, body, "application/json");
    });
    Herald herald(*log, clock, {webhook()}, {});
    herald.round();
    EXPECT_NE(herald.states().at(0).trouble.find(what), std::string::npos) << herald.states().at(0).trouble;
    EXPECT_EQ(herald.states().at(0).size, 0U);
  }
  outside.answers([](const http::Request&) { return http::text(200, R"({"size":3})", "application/json"); });
  Herald herald(*log, clock, {webhook()}, {});
  herald.round();
  EXPECT_EQ(herald.states().at(0).trouble, "");
}

TEST_F(HeraldTest, ALogThatBeganAnewUnderAnotherNameIsKeptBesideTheOldOne) {
  Place place;
  place.name = "vault";
  place.folder = home.folder / "vault";
  place.every = minutes(60);
  fs::create_directories(place.folder);
  const auto old =
      tlog::sign({"old.example", 3, tlog::leaf_hash("x")}, tlog::SigningKey::make("old.example"), clock.now()).bytes();
  store::write_file(place.folder / "checkpoint-000000000003", old);
  Herald herald(*log, clock, {place}, {});
  herald.round();
  EXPECT_EQ(herald.states().at(0).trouble, "");
  EXPECT_EQ(store::read_file(place.folder / "checkpoint-000000000003"), old);
  const auto beside = "checkpoint-000000000003." + crypto::sha256_hex(log->key().name).substr(0, 8);
  EXPECT_EQ(store::read_file(place.folder / beside), checkpoint());
}

TEST_F(HeraldTest, TellsAWebhookWithASignature) {
  Herald herald(*log, clock, {webhook()}, {});
  herald.round();
  ASSERT_EQ(outside.seen().size(), 1U);
  const auto request = outside.seen().at(0);
  const auto body = json::parse(request.body).value();
  EXPECT_EQ(body.text("note"), checkpoint());
  EXPECT_EQ(*body.find("size")->integer(), 3);
  EXPECT_EQ(body.text("origin"), log->key().name);
  const auto signature = *request.header("x-countersign-signature");
  const auto at = signature.substr(2, signature.find(',') - 2);
  EXPECT_EQ(signature, "t=" + at + ",v1=" +
                           crypto::to_hex(crypto::hmac_sha256("s3cret", at + ".checkpoint.archive." + request.body)));
  clock.advance(minutes(120));
  herald.round();
  EXPECT_EQ(outside.seen().size(), 1U) << "nothing new to tell";
}

TEST_F(HeraldTest, TriesAgainSoonerAfterAFailureAndSaysWhy) {
  outside.answers(500);
  Herald herald(*log, clock, {webhook()}, {});
  herald.round();
  EXPECT_NE(herald.states().at(0).trouble.find("answered 500"), std::string::npos);
  EXPECT_EQ(herald.states().at(0).size, 0U);
  outside.answers(204);
  clock.advance(minutes(1));
  herald.round();
  EXPECT_EQ(herald.states().at(0).trouble, "");
  EXPECT_EQ(herald.states().at(0).size, 3U);
  EXPECT_EQ(log->trouble(), "") << "the road does not depend on it";
}

TEST_F(HeraldTest, AddsWhatWitnessesSign) {
  witness();
  Herald herald(*log, clock, {}, {asked()});
  for (const auto more : std::initializer_list<std::uint64_t>{0, 1, 300}) {
    if (more > 0) grow(more);
    clock.advance(minutes(10));
    herald.round();
    ASSERT_EQ(herald.states().at(0).trouble, "");
    const auto note = tlog::Note::parse(store::read_file(home.log() / publish::kWitnessedFile)).value();
    EXPECT_EQ(tlog::open_checkpoint(note.bytes(), log->key())->size, home.entries);
    EXPECT_TRUE(tlog::verify(note, book->key()).ok());
  }
  // A receipt rests on what was witnessed, when the entry is in it.
  Result<publish::Recorded> entry = Error{};
  ASSERT_TRUE(home.db->read([&](store::Session& session) { entry = publish::find_entry(session, "e7"); }).ok());
  const auto receipt = publish::receipt_of(*entry, log->files(), log->key()).value();
  EXPECT_TRUE(tlog::verify(*tlog::Note::parse(receipt.checkpoint), book->key()).ok());
}

TEST_F(HeraldTest, FindsOutWhereAWitnessStands) {
  witness();
  { Herald(*log, clock, {}, {asked()}).round(); }
  grow(4);
  Herald herald(*log, clock, {}, {asked()});  // which knows nothing of the first one's
  herald.round();
  EXPECT_EQ(herald.states().at(0).trouble, "");
  EXPECT_EQ(herald.states().at(0).size, 7U);
  EXPECT_EQ(outside.seen().size(), 3U) << "409, then the right size";
}

/// The point of it all: whoever has the machine, database and key still cannot
/// write another history unseen.
TEST_F(HeraldTest, AWitnessFindsOutThatHistoryWasWrittenAnew) {
  witness();
  { Herald(*log, clock, {}, {asked()}).round(); }
  log.reset();
  fs::remove_all(home.log());
  ASSERT_TRUE(home.db
                  ->commit([](store::Session& session) {
                    session.run("DELETE FROM log_head");
                    session.run("UPDATE entry SET body=CAST('{}' AS BLOB) WHERE seq=2");
                  })
                  .ok());
  home.record(2);
  log = home.open().value();
  Herald rewritten(*log, clock, {}, {asked()});
  rewritten.round();
  EXPECT_NE(rewritten.states().at(0).trouble.find("422"), std::string::npos) << rewritten.states().at(0).trouble;
  EXPECT_FALSE(fs::exists(home.log() / publish::kWitnessedFile));
  // And that it was cut back.
  log.reset();
  fs::remove_all(home.log());
  ASSERT_TRUE(home.db
                  ->commit([](store::Session& session) {
                    session.run("DELETE FROM log_head");
                    session.run("DELETE FROM entry WHERE seq>1");
                  })
                  .ok());
  log = home.open().value();
  Herald cut(*log, clock, {}, {asked()});
  cut.round();
  EXPECT_NE(cut.states().at(0).trouble.find("was set back"), std::string::npos) << cut.states().at(0).trouble;
}

TEST_F(HeraldTest, ASignatureOfSomebodyElseIsNoWitness) {
  witness();
  auto other = asked();
  other.key = tlog::SigningKey::make("witness.example/w1", tlog::KeyType::cosignature).verifier();
  Herald herald(*log, clock, {}, {other});
  herald.round();
  EXPECT_NE(herald.states().at(0).trouble.find("no cosignature"), std::string::npos);
  EXPECT_FALSE(fs::exists(home.log() / publish::kWitnessedFile));
}

TEST_F(HeraldTest, AWitnessRemembersAndStopsWhenItCannot) {
  witness();
  const auto request = tlog::AddCheckpoint{0, {}, checkpoint()}.text();
  EXPECT_EQ(book->add_checkpoint(request).status, 200);
  const auto key = book->key().text();
  witness();  // as after a restart
  EXPECT_EQ(book->key().text(), key);
  const auto again = book->add_checkpoint(request);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body, "3\n");
  EXPECT_EQ(again.type, "text/x.tlog.size");
  const auto stranger = tlog::SigningKey::make("stranger.example");
  EXPECT_EQ(
      book->add_checkpoint(
              tlog::AddCheckpoint{0, {}, tlog::sign({"stranger.example", 1, {}}, stranger, Time()).bytes()}.text())
          .status,
      404);
  fs::remove_all(home.folder / "witness");  // its disk is gone
  grow(2);
  const tlog::Tiles tiles(log->files(), 5);
  const auto next = tlog::AddCheckpoint{3, tlog::consistency_proof(tiles, 3, 5).value(), checkpoint()}.text();
  EXPECT_EQ(book->add_checkpoint(next).status, 503);
  EXPECT_EQ(book->add_checkpoint(next).status, 503);
}

TEST_F(HeraldTest, WorksByItselfAndStopsInTime) {
  Herald herald(*log, clock, {webhook()}, {});
  herald.start();
  while (outside.seen().empty()) std::this_thread::yield();
  herald.stop();
}

}  // namespace
}  // namespace countersign::elsewhere
