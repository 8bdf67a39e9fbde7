#include "flow/detect/checks.hpp"

#include <gtest/gtest.h>

namespace countersign::detect {
namespace {

TEST(Checks, LuhnAcceptsACardAndRefusesItsNeighbour) {
  EXPECT_TRUE(luhn("4111111111111111"));
  EXPECT_FALSE(luhn("4111111111111112"));
  EXPECT_FALSE(luhn(""));
}

TEST(Checks, AnIbanNeedsItsCountrysLengthAndChecksum) {
  EXPECT_TRUE(iban("GB29 NWBK 6016 1331 9268 19"));
  EXPECT_TRUE(iban("de89370400440532013000"));
  EXPECT_FALSE(iban("GB29 NWBK 6016 1331 9268 18"));
  EXPECT_FALSE(iban("GB29 NWBK 6016 1331 9268 1"));
  EXPECT_FALSE(iban("XX29 NWBK 6016 1331 9268 19"));
}

TEST(Checks, ASocialSecurityNumberHasNoReservedParts) {
  EXPECT_TRUE(us_ssn("078051120"));
  EXPECT_FALSE(us_ssn("000121234"));
  EXPECT_FALSE(us_ssn("666121234"));
  EXPECT_FALSE(us_ssn("123001234"));
  EXPECT_FALSE(us_ssn("123450000"));
}

TEST(Checks, AnAddressMayHaveAPrefix) {
  EXPECT_TRUE(ip_address("192.168.1.0/24"));
  EXPECT_TRUE(ip_address("2001:db8::1"));
  EXPECT_FALSE(ip_address("300.1.1.1"));
  EXPECT_FALSE(ip_address("10:30:00"));
}

}  // namespace
}  // namespace countersign::detect
