#include "flow/detect/checks.hpp"

#include <arpa/inet.h>

#include <array>
#include <cctype>
#include <utility>

namespace countersign::detect {
namespace {

using Length = std::pair<std::string_view, int>;
// ISO 13616 registry, release 99: country and length.
constexpr std::array<Length, 87> iban_lengths{{
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BI", 27},
    {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DJ", 27}, {"DK", 18}, {"DO", 28},
    {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23},
    {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27},
    {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"LY", 25},
    {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MN", 20}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NI", 28}, {"NL", 18},
    {"NO", 15}, {"OM", 23}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33},
    {"SA", 24}, {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"SO", 23}, {"ST", 25}, {"SV", 28},
    {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
}};

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Capital letters and digits of a text.
std::string letters_and_digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte) != 0) out += static_cast<char>(std::toupper(byte));
  }
  return out;
}

}  // namespace

std::string digits_of(std::string_view text) {
  std::string out;
  for (const char c : text) if (digit(c)) out += c;
  return out;
}

bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, twice = !twice) {
    const int value = (*at - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return !digits.empty() && sum % 10 == 0;
}

bool issued_like_a_card(std::string_view digits) {
  if (digits.size() < 12 || digits.size() > 19) return false;
  return digits[0] >= '2' && digits[0] <= '6';
}

bool card(std::string_view digits) {
  if (!issued_like_a_card(digits) || !luhn(digits)) return false;
  if (digits[0] == '3') {  // American Express has 15, Diners 14
    const bool amex = digits.size() == 15 && (digits[1] == '4' || digits[1] == '7');
    return amex || digits.size() == 14 || digits.size() == 16;
  }
  return digits.size() >= 16 || (digits.size() == 13 && digits[0] == '4');
}

int iban_length(std::string_view country) {
  for (const auto& [name, length] : iban_lengths) if (name == country) return length;
  return 0;
}

bool mod97(std::string_view text) {
  const auto letters = letters_and_digits(text);
  if (letters.size() < 5) return false;
  int rest = 0;
  for (const char c : letters.substr(4) + letters.substr(0, 4)) {
    rest = digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

bool iban(std::string_view text) {
  const auto letters = letters_and_digits(text);
  return letters.size() >= 15 && iban_length(std::string_view(letters).substr(0, 2)) == static_cast<int>(letters.size()) && mod97(letters);
}

bool us_ssn(std::string_view digits) {
  if (digits.size() != 9) return false;
  const auto area = digits.substr(0, 3);
  return area != "000" && area != "666" && area[0] != '9' && digits.substr(3, 2) != "00" && digits.substr(5) != "0000";
}

bool ip_address(std::string_view text) {
  const std::string host(text.substr(0, text.find('/')));
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

}  // namespace countersign::detect
