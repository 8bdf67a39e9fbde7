#include "tlog/note.hpp"

#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "tlog/checkpoint.hpp"
#include "tlog/witness.hpp"

namespace countersign::tlog {
namespace {

// The example of Go's sumdb/note.
constexpr const char* kVkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* kSkey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr const char* kText =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
constexpr const char* kLine =
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

const Time kNow = from_micros(1'795'255'200'000'000);

TEST(Note, IsTheOneThatGoMakes) {
  const auto key = VerifierKey::parse(kVkey).value();
  const auto note = Note::parse(std::string(kText) + "\n" + kLine).value();
  EXPECT_TRUE(verify(note, key).ok());
  EXPECT_EQ(key.text(), kVkey);
  EXPECT_EQ(note.bytes(), std::string(kText) + "\n" + kLine);
  const auto signing = SigningKey::parse(kSkey).value();
  EXPECT_EQ(signing.verifier().text(), kVkey);
  EXPECT_EQ(signing.private_text(), kSkey);
  EXPECT_EQ(line_of(signing.sign(kText, kNow)), kLine);
}

TEST(Note, OfAnotherTextOrKeyIsForged) {
  const auto key = VerifierKey::parse(kVkey).value();
  EXPECT_EQ(verify(Note::parse("Another text\n\n" + std::string(kLine)).value(), key).error().fault, Fault::forged);
  const auto other = SigningKey::make("PeterNeumann");
  Note note{kText, {other.sign(kText, kNow)}};
  EXPECT_EQ(verify(note, key).error().fault, Fault::forged);  // of an unknown key: as if it were not there
  note.signatures.push_back(Note::parse(std::string(kText) + "\n" + kLine).value().signatures[0]);
  EXPECT_TRUE(verify(note, key).ok());
  note.signatures[0].id = key.id;  // claims to be of ours
  EXPECT_EQ(verify(note, key).error().fault, Fault::forged);
}

TEST(Note, IsReadStrictly) {
  const std::string good = std::string(kText) + "\n" + kLine;
  for (const std::string& bad : std::initializer_list<std::string>{
           good.substr(0, good.size() - 1), std::string(kText), std::string(kText) + "\n", good + "\n", good + "x\n",
           "\x01" + good, "\xFF" + good, std::string(kText) + kLine, std::string(kText) + "\n- PeterNeumann AAAAAAA=\n",
           std::string(kText) + "\n\xE2\x80\x94 PeterNeumann AAAA\n",
           std::string(kText) + "\n\xE2\x80\x94  AAAAAAA=\n"})
    EXPECT_FALSE(Note::parse(bad).ok()) << bad;
  for (const auto* bad :
       {"", "a", "a+b", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+AR=="})
    EXPECT_FALSE(VerifierKey::parse(bad).ok()) << bad;
  for (const auto* bad : {"", "two words", "a+b",
                          "a\xC2\xA0"
                          "b",
                          "a\xE2\x80\x83"
                          "b",
                          "line\n", "\xFF"})
    EXPECT_FALSE(usable_name(bad)) << bad;
  EXPECT_TRUE(usable_name("log.example.com/käse"));
}

TEST(Note, CosignaturesCarryTheirTime) {
  const auto key = SigningKey::make("witness.example/w1", KeyType::cosignature);
  const auto signature = key.sign("log\n1\nroot\n", kNow);
  EXPECT_TRUE(key.verifier().verify("log\n1\nroot\n", signature));
  EXPECT_EQ(time_of(signature), std::chrono::floor<std::chrono::seconds>(kNow));
  auto later = signature;
  later.bytes[7] = static_cast<char>(later.bytes[7] + 1);
  EXPECT_FALSE(key.verifier().verify("log\n1\nroot\n", later));
  // The same key as a plain one is another key: neither accepts the other's signatures.
  const auto read = SigningKey::parse(key.private_text()).value();
  EXPECT_EQ(read.verifier().text(), key.verifier().text());
  // The example of C2SP tlog-cosignature has this shape: 4 bytes of id, 8 of time, 64 of signature.
  EXPECT_EQ(signature.bytes.size(), 72U);
}

Checkpoint checkpoint(std::uint64_t size = 3) { return {"log.example", size, leaf_hash("root")}; }

TEST(Checkpoint, IsReadBackAndNothingElseIs) {
  const auto text = checkpoint().text();
  EXPECT_EQ(text, "log.example\n3\n" + to_base64(checkpoint().root) + "\n");
  EXPECT_EQ(Checkpoint::parse(text).value().size, 3U);
  EXPECT_TRUE(Checkpoint::parse(text + "extension\n").ok());
  const auto root = to_base64(checkpoint().root);
  for (const std::string& bad : std::initializer_list<std::string>{
           "log.example\n03\n" + root + "\n", "log.example\n-3\n" + root + "\n", "log.example\n3 \n" + root + "\n",
           "\n3\n" + root + "\n", "log.example\n3\n" + root, "log.example\n3\nAAAA\n", "log.example\n3\n",
           "log.example\n99999999999999999999\n" + root + "\n", text + "\n", text + "no end"})
    EXPECT_FALSE(Checkpoint::parse(bad).ok()) << bad;
}

TEST(Checkpoint, MustSpeakOfTheLogThatSignedIt) {
  const auto key = SigningKey::make("log.example");
  const auto other = SigningKey::make("other.example");
  EXPECT_TRUE(open_checkpoint(sign(checkpoint(), key, kNow).bytes(), key.verifier()).ok());
  EXPECT_FALSE(open_checkpoint(sign(checkpoint(), other, kNow).bytes(), other.verifier()).ok());
  EXPECT_FALSE(open_checkpoint(sign(checkpoint(), other, kNow).bytes(), key.verifier()).ok());
}

Receipt receipt(const SigningKey& key) {
  const auto left = leaf_hash("first"), right = leaf_hash("second");
  return {"second", 1, {left}, sign(Checkpoint{"log.example", 2, node_hash(left, right)}, key, kNow).bytes()};
}

TEST(Receipt, ProvesItsEntryAlone) {
  const auto key = SigningKey::make("log.example");
  const auto text = receipt(key).text();
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra c2Vjb25k\nindex 1\n"));
  const auto read = Receipt::parse(text).value();
  EXPECT_EQ(read.text(), text);
  EXPECT_EQ(verify(read, key.verifier()).value().size, 2U);
}

TEST(Receipt, OfAnythingElseIsRefused) {
  const auto key = SigningKey::make("log.example");
  const auto good = receipt(key);
  auto bad = good;
  bad.entry = "forged";
  EXPECT_FALSE(verify(bad, key.verifier()).ok());
  bad = good;
  bad.index = 0;
  EXPECT_FALSE(verify(bad, key.verifier()).ok());
  bad = good;
  bad.proof[0][3] ^= 1;
  EXPECT_FALSE(verify(bad, key.verifier()).ok());
  EXPECT_FALSE(verify(good, SigningKey::make("log.example").verifier()).ok());
  const auto text = good.text();
  for (std::size_t cut = 0; cut < text.size(); ++cut) {  // a torn file is never a receipt
    const auto torn = Receipt::parse(text.substr(0, cut));
    EXPECT_FALSE(torn.ok() && verify(*torn, key.verifier()).ok()) << cut;
  }
}

TEST(Witness, SignsOnlyWhatContinuesWhatItSignedLast) {
  const auto key = SigningKey::make("log.example");
  std::vector<Range> trees(6);
  Range range;
  for (std::size_t i = 0; i < 6; ++i) {
    trees[i] = range;
    range.append(leaf_hash(std::to_string(i)));
  }
  const auto note = [&](std::uint64_t size, const Hash& root) {
    return sign({"log.example", size, root}, key, kNow).bytes();
  };
  const Witnessed none, two{2, trees[2].root()};
  const auto status = [&](const AddCheckpoint& request, const Witnessed& known) {
    return judge(AddCheckpoint::parse(request.text()).value(), key.verifier(), known).status;
  };
  EXPECT_EQ(status({0, {}, note(2, trees[2].root())}, none), 200);
  EXPECT_EQ(status({0, {}, note(3, trees[3].root())}, two), 409);  // not what was signed last
  EXPECT_EQ(status({2, {leaf_hash("2")}, note(3, trees[3].root())}, two), 200);
  EXPECT_EQ(status({2, {leaf_hash("x")}, note(3, trees[3].root())}, two), 422);
  EXPECT_EQ(status({2, {}, note(3, trees[3].root())}, two), 422);
  EXPECT_EQ(status({2, {}, note(2, trees[2].root())}, two), 200);
  EXPECT_EQ(status({2, {}, note(2, leaf_hash("fork"))}, two), 409);
  EXPECT_EQ(status({3, {}, note(2, trees[2].root())}, two), 400);
  const auto stranger = SigningKey::make("log.example");
  EXPECT_EQ(status({2, {leaf_hash("2")}, sign({"log.example", 3, trees[3].root()}, stranger, kNow).bytes()}, two), 403);
  EXPECT_FALSE(AddCheckpoint::parse("old 02\n\n" + note(2, trees[2].root())).ok());
  EXPECT_FALSE(AddCheckpoint::parse("old 2\n" + note(2, trees[2].root())).ok());
  std::string many = "old 1\n";
  for (int i = 0; i < 64; ++i) many += to_base64(leaf_hash("")) + "\n";
  EXPECT_FALSE(AddCheckpoint::parse(many + "\n" + note(2, trees[2].root())).ok());
}

TEST(Witness, ItsAnswerCountsOnlyIfItSignedThis) {
  const auto key = SigningKey::make("witness.example", KeyType::cosignature);
  const auto text = checkpoint().text();
  const auto line = line_of(key.sign(text, kNow));
  const auto stranger = line_of(SigningKey::make("witness.example", KeyType::cosignature).sign(text, kNow));
  EXPECT_TRUE(cosignature_in(stranger + line, text, key.verifier()).ok());
  EXPECT_FALSE(cosignature_in(stranger, text, key.verifier()).ok());
  EXPECT_FALSE(cosignature_in(line, checkpoint(4).text(), key.verifier()).ok());
  EXPECT_FALSE(cosignature_in("", text, key.verifier()).ok());
}

}  // namespace
}  // namespace countersign::tlog
