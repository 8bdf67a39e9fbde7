// Checksums and ranges that tell a real number from one that only looks like it. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace countersign::detect {

/// The ASCII digits of a text, in order.
[[nodiscard]] std::string digits_of(std::string_view text);
/// ISO/IEC 7812-1 annex B (Luhn) over ASCII digits; false for none.
[[nodiscard]] bool luhn(std::string_view digits);
/// 12 to 19 digits that begin like a payment card's issuer number (ISO/IEC 7812).
[[nodiscard]] bool issued_like_a_card(std::string_view digits);
/// Issuer, length of that issuer and Luhn all hold.
[[nodiscard]] bool card(std::string_view digits);
/// ISO 7064 mod 97-10 over letters and digits, the first four moved to the end as in an IBAN; separators are ignored.
[[nodiscard]] bool mod97(std::string_view text);
/// ISO 13616: length of the country and mod 97 == 1. Separators are ignored.
[[nodiscard]] bool iban(std::string_view text);
/// How many characters an IBAN of this country has, 0 when the country has none. `country` is two capital letters.
[[nodiscard]] int iban_length(std::string_view country);
/// Structure of a US social security number (SSA: no 000, 666 or 9xx area, no 00 group, no 0000 serial); nine digits.
[[nodiscard]] bool us_ssn(std::string_view digits);
/// A textual IPv4 or IPv6 address, with or without /prefix.
[[nodiscard]] bool ip_address(std::string_view text);

}  // namespace countersign::detect
