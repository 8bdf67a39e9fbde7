// A whole log against its signed tree, and against checkpoints that were kept elsewhere.
#include "unit/auditor/record.hpp"

namespace countersign::auditor {
namespace {

std::vector<std::string> many(std::size_t count) {
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < count; ++i)
    entries.push_back(R"({"at":"2026-11-21T10:00:00.000000Z","id":"e)" + std::to_string(i) + R"(","kind":"viewed"})");
  return entries;
}

TEST(VerifiedTree, GoesOverALargeLogInOrderOnManyThreads) {
  const Log log(many(70'000));
  std::uint64_t last = 0;
  Terms terms{log.key.verifier(), {}, 4};
  terms.progress = [&](std::uint64_t done, std::uint64_t all) {
    EXPECT_GT(done, last);
    EXPECT_EQ(all, 70'000U);
    last = done;
  };
  const auto found = verify(log, terms).value();
  EXPECT_TRUE(found.findings.empty()) << found.findings[0].what;
  EXPECT_EQ(last, 70'000U);
  EXPECT_EQ(found.kinds.at("viewed"), 70'000U);
}

TEST(VerifiedTree, ALogThatGrewMeanwhileIsStillTheOneOfItsCheckpoint) {
  const Log before(many(300));
  Log log(many(600));
  log.files["checkpoint"] =
      tlog::sign(
          {"log.example", 300, tlog::Checkpoint::parse(tlog::Note::parse(before.files.at("checkpoint"))->text)->root},
          log.key, Time())
          .bytes();  // its partial tiles are gone, the full ones are there
  const auto found = verify(log, {log.key.verifier(), {}}).value();
  for (const auto& one : found.findings) EXPECT_EQ(one.where, "tile/1/000.p/1") << one.what;  // kept on disk until full
  log.files["tile/1/000.p/1"] = log.files.at("tile/1/000.p/2").substr(0, 32);
  EXPECT_TRUE(verify(log, {log.key.verifier(), {}})->findings.empty());
}

TEST(VerifiedTree, CheckpointsKeptElsewhereMustBeBeginnings) {
  const Log log(many(300));
  const auto at = [&](std::uint64_t size, const tlog::Hash& root, const tlog::SigningKey& key) {
    return Kept{"kept-" + std::to_string(size), tlog::sign({"log.example", size, root}, key, Time()).bytes()};
  };
  tlog::Range range;
  std::vector<Kept> kept;
  for (const auto& entry : many(300)) {
    kept.push_back(at(range.size(), range.root(), log.key));
    range.append(tlog::leaf_hash(entry));
  }
  Terms terms{log.key.verifier(), kept};
  EXPECT_TRUE(verify(log, terms)->findings.empty());
  terms.kept = {at(7, tlog::leaf_hash("fork"), log.key),
                at(301, range.root(), log.key),
                at(300, range.root(), tlog::SigningKey::make("log.example")),
                {"torn", "no note"}};
  const auto found = verify(log, terms).value();
  ASSERT_EQ(found.findings.size(), 4U);
  EXPECT_NE(found.findings[0].what.find("cut back"), std::string::npos);
  EXPECT_NE(found.findings[1].what.find("not signed"), std::string::npos);
  EXPECT_EQ(found.findings[2].where, "torn");
  EXPECT_EQ(found.findings[3].where, "kept-7");
  EXPECT_NE(found.findings[3].what.find("history was rewritten"), std::string::npos);
}

TEST(VerifiedTree, ACheckpointOfTheLogBeforeBindsTheOneThatGoesOnFromIt) {
  const Log log(many(20));
  const auto before = tlog::SigningKey::make("log.before");
  tlog::Range range;
  for (int i = 0; i < 12; ++i) range.append(tlog::leaf_hash(many(20)[static_cast<std::size_t>(i)]));
  const auto kept = [&](const tlog::Hash& root) {
    return Kept{"old", tlog::sign({"log.before", 12, root}, before, Time()).bytes()};
  };
  Terms terms{log.key.verifier(), {kept(range.root())}};
  EXPECT_EQ(verify(log, terms)->findings.size(), 1U) << "nobody said that it goes on from there";
  terms.before = {before.verifier()};
  EXPECT_TRUE(verify(log, terms)->findings.empty());
  terms.kept = {kept(tlog::leaf_hash("another history"))};
  ASSERT_EQ(verify(log, terms)->findings.size(), 1U);
  EXPECT_NE(verify(log, terms)->findings[0].what.find("history was rewritten"), std::string::npos);
}

}  // namespace
}  // namespace countersign::auditor
