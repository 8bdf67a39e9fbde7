#include "base/crypto.hpp"

#include <gtest/gtest.h>

#include "base/ed25519.hpp"

namespace countersign::crypto {
namespace {

const std::string key(32, 'k');

TEST(Crypto, HashesAsTheStandardSays) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abc").size(), 32U);
}

TEST(Crypto, AuthenticatesAsRfc4231Says) {
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, AnEmptyMacKeyIsNotTheLastOneAgain) {
  const std::string first = hmac_sha256("", "text");
  (void)hmac_sha256("another", "text");
  EXPECT_EQ(hmac_sha256("", "text"), first);
  EXPECT_NE(hmac_sha256("another", "text"), first);
}

TEST(Crypto, DerivesAsRfc5869SaysWithoutSalt) {
  EXPECT_EQ(to_hex(hkdf_sha256(std::string(22, '\x0b'), "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  EXPECT_NE(hkdf_sha256(key, "index", 32), hkdf_sha256(key, "wrap", 32));
}

TEST(Crypto, OpensWhatItSealed) {
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 5000U}) {
    const std::string plain = random_bytes(size);
    const std::string sealed = seal(key, plain, "row 1");
    EXPECT_EQ(sealed.size(), size + 28);
    EXPECT_EQ(open(key, sealed, "row 1"), plain);
  }
}

TEST(Crypto, TheSameTextIsNeverSealedTheSameWay) { EXPECT_NE(seal(key, "text", "row"), seal(key, "text", "row")); }

TEST(Crypto, RefusesAnotherKeyAnotherPlaceAndEveryFlippedBit) {
  const std::string sealed = seal(key, "hello", "row 1");
  EXPECT_FALSE(open(std::string(32, 'x'), sealed, "row 1").has_value());
  EXPECT_FALSE(open(key, sealed, "row 2").has_value());
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string bent = sealed;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(open(key, bent, "row 1").has_value()) << bit;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(open(key, sealed.substr(0, size), "row 1").has_value()) << size;
  }
}

TEST(Crypto, AKeyOfAnotherLengthIsABug) {
  EXPECT_THROW((void)seal("short", "text", ""), std::runtime_error);
  EXPECT_THROW((void)open("short", std::string(40, ' '), ""), std::runtime_error);
}

TEST(Crypto, HexGoesBothWays) {
  EXPECT_EQ(to_hex(std::string("\x00\xff\x10", 3)), "00ff10");
  EXPECT_EQ(from_hex("00Ff10"), std::string("\x00\xff\x10", 3));
  EXPECT_FALSE(from_hex("0").has_value());
  EXPECT_FALSE(from_hex("0g").has_value());
}

TEST(Crypto, Base64IsRfc4648sAndHasOneTextForOneValue) {
  const std::pair<std::string, std::string> known[] = {{"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
                                                       {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xfb\xff", "+/8="}};
  for (const auto& [plain, text] : known) {
    EXPECT_EQ(to_base64(plain), text);
    EXPECT_EQ(from_base64(text), plain);
  }
  for (const char* wrong : {"Zg=", "Zg", "Zh==", " Zg==", "Zg==\n", "Z===", "====", "Zm9v!"}) {
    EXPECT_FALSE(from_base64(wrong).has_value()) << wrong;
  }
}

TEST(Crypto, ComparesWholeTexts) {
  EXPECT_TRUE(equal("same", "same"));
  EXPECT_FALSE(equal("same", "samf"));
  EXPECT_FALSE(equal("same", "same "));
  EXPECT_TRUE(equal("", ""));
}

TEST(Crypto, SignsAsRfc8032Says) {
  const auto seed = from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value();
  const auto known = ed25519_public(seed);
  EXPECT_EQ(to_hex(known), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const auto signature = ed25519_sign(seed, "\x72");
  EXPECT_EQ(to_hex(signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(ed25519_verify(known, "\x72", signature));
  EXPECT_FALSE(ed25519_verify(known, "\x73", signature));
  EXPECT_FALSE(ed25519_verify(ed25519_public(std::string(32, 'k')), "\x72", signature));
  EXPECT_FALSE(ed25519_verify(known, "\x72", signature.substr(1)));
  EXPECT_FALSE(ed25519_verify("", "\x72", signature));
  EXPECT_THROW((void)ed25519_sign("short", "\x72"), std::runtime_error);
}

TEST(Crypto, WipingLeavesNothingToRead) {
  std::string secret(64, 's');
  const char* where = secret.data();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  for (std::size_t i = 0; i < 64; ++i) EXPECT_EQ(where[i], '\0');
}

}  // namespace
}  // namespace countersign::crypto
