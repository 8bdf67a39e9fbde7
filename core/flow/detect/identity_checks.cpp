#include "flow/detect/identity_checks.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "flow/detect/checks.hpp"

namespace countersign::detect {
namespace {

bool digits_only(std::string_view text, std::size_t size) {
  return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int value(std::string_view digits, std::size_t at, std::size_t count) {
  int sum = 0;
  for (const char c : digits.substr(at, count)) sum = sum * 10 + (c - '0');
  return sum;
}

long long number(std::string_view digits) {
  long long sum = 0;
  for (const char c : digits) sum = sum * 10 + (c - '0');
  return sum;
}

int weighed(std::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  std::size_t at = 0;
  for (const int weight : weights) sum += weight * (digits[at++] - '0');
  return sum;
}

/// ISO 7064 mod 11,10 over all but the last, which it has to be.
bool mod11_10(std::string_view digits) {
  int product = 10;
  for (const char c : digits.substr(0, digits.size() - 1)) {
    const int sum = (c - '0' + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (11 - product) % 10 == digits.back() - '0';
}

bool day(int month, int of_month) { return month >= 1 && month <= 12 && of_month >= 1 && of_month <= 31; }
bool all_alike(std::string_view digits) { return digits.find_first_not_of(digits[0]) == std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

bool es_dni(std::string_view id) {
  if (id.size() != 9 || !is_capital(id[8])) return false;
  std::string digits(id.substr(0, 8));
  if (digits[0] >= 'X' && digits[0] <= 'Z') digits[0] = static_cast<char>('0' + (digits[0] - 'X'));
  return digits_only(digits, 8) && "TRWAGMYFPDXBNJZSQVHLCKE"[number(digits) % 23] == id[8];
}

bool it_codice_fiscale(std::string_view id) {
  // Values of characters at odd places, by digit or letter; at even places the value is the digit or the letter's
  // place.
  static constexpr std::array<int, 26> odd{1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                           20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  if (id.size() != 16 || !is_capital(id[15])) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    if (!is_digit(id[i]) && !is_capital(id[i])) return false;
    const int place = is_digit(id[i]) ? id[i] - '0' : id[i] - 'A';
    sum += i % 2 == 0 ? odd[static_cast<std::size_t>(place)] : place;
  }
  return sum % 26 == id[15] - 'A';
}

bool pl_pesel(std::string_view digits) {
  if (!digits_only(digits, 11)) return false;
  return day(value(digits, 2, 2) % 20, value(digits, 4, 2)) &&
         weighed(digits, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0;
}

bool pt_nif(std::string_view digits) {
  if (!digits_only(digits, 9) || digits[0] == '0' || digits[0] == '4') return false;
  const int rest = weighed(digits, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return (rest < 2 ? 0 : 11 - rest) == digits[8] - '0';
}

bool nl_bsn(std::string_view digits) {
  return digits_only(digits, 9) && !all_alike(digits) && weighed(digits, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0;
}

bool fr_nir(std::string_view id) {
  if (id.size() != 15 || (id[0] != '1' && id[0] != '2')) return false;
  std::string digits(id);
  long long corsica = 0;
  if (id[5] == '2' && (id[6] == 'A' || id[6] == 'B')) {
    corsica = id[6] == 'A' ? 1000000 : 2000000;
    digits[6] = '0';
  }
  if (!digits_only(digits, 15) || value(digits, 3, 2) == 0) return false;
  return 97 - (number(std::string_view(digits).substr(0, 13)) - corsica) % 97 == value(digits, 13, 2);
}

bool de_steuer_id(std::string_view digits) {
  if (!digits_only(digits, 11) || digits[0] == '0') return false;
  std::array<int, 10> count{};
  for (const char c : digits.substr(0, 10)) ++count[static_cast<std::size_t>(c - '0')];
  const int twice = static_cast<int>(std::count_if(count.begin(), count.end(), [](int n) { return n == 2 || n == 3; }));
  if (twice != 1 || *std::max_element(count.begin(), count.end()) > 3) return false;
  return mod11_10(digits);
}

bool hr_oib(std::string_view digits) { return digits_only(digits, 11) && mod11_10(digits); }

bool ro_cnp(std::string_view digits) {
  if (!digits_only(digits, 13) || digits[0] == '0' || !day(value(digits, 3, 2), value(digits, 5, 2))) return false;
  const int rest = weighed(digits, {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return (rest == 10 ? 1 : rest) == digits[12] - '0';
}

bool be_rrn(std::string_view digits) {
  if (!digits_only(digits, 11) || value(digits, 2, 2) % 20 > 12 || value(digits, 4, 2) > 31) return false;
  const auto body = number(digits.substr(0, 9));
  const auto check = value(digits, 9, 2);
  return 97 - body % 97 == check || 97 - (2000000000LL + body) % 97 == check;
}

bool se_personnummer(std::string_view digits) {
  if (digits.size() == 12) {
    if (digits.substr(0, 2) != "19" && digits.substr(0, 2) != "20") return false;
    digits.remove_prefix(2);
  }
  if (!digits_only(digits, 10)) return false;
  const int of_month = value(digits, 4, 2);
  return day(value(digits, 2, 2), of_month > 60 ? of_month - 60 : of_month) && luhn(digits);
}

bool fi_hetu(std::string_view id) {
  if (id.size() != 11 || std::string_view("+-ABCDEFUVWXY").find(id[6]) == std::string_view::npos) return false;
  const auto digits = std::string(id.substr(0, 6)) + std::string(id.substr(7, 3));
  if (!digits_only(digits, 9) || !day(value(digits, 2, 2), value(digits, 0, 2))) return false;
  return "0123456789ABCDEFHJKLMNPRSTUVWXY"[number(digits) % 31] == id[10];
}

bool no_fodselsnummer(std::string_view digits) {
  if (!digits_only(digits, 11) || !day(value(digits, 2, 2) % 40, value(digits, 0, 2) % 40)) return false;
  return weighed(digits, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0 &&
         weighed(digits, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool dk_cpr(std::string_view digits) {
  return digits_only(digits, 10) && day(value(digits, 2, 2), value(digits, 0, 2));
}

bool ch_ahv(std::string_view digits) {
  return digits_only(digits, 13) && digits.substr(0, 3) == "756" &&
         weighed(digits, {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1}) % 10 == 0;
}

bool uk_nhs(std::string_view digits) {
  if (!digits_only(digits, 10) || all_alike(digits)) return false;
  return (11 - weighed(digits, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 == digits[9] - '0';
}

bool ca_sin(std::string_view digits) {
  return digits_only(digits, 9) && digits[0] != '0' && digits[0] != '8' && luhn(digits);
}

bool au_tfn(std::string_view digits) {
  return digits_only(digits, 9) && weighed(digits, {1, 4, 3, 7, 5, 8, 6, 9, 10}) % 11 == 0;
}

bool in_aadhaar(std::string_view digits) {
  if (!digits_only(digits, 12) || digits[0] < '2') return false;
  // Verhoeff: the dihedral group D5 computed, and the permutation (0 1 5 8 9 4 2 7)(3 6) applied place times.
  static constexpr std::array<int, 10> step{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  const auto times = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    return b < 5 ? 5 + (a - b) % 5 : (a - b + 5) % 5;
  };
  int check = 0;
  for (std::size_t place = 0; place < digits.size(); ++place) {
    int moved = digits[digits.size() - 1 - place] - '0';
    for (std::size_t i = 0; i < place % 8; ++i) moved = step[static_cast<std::size_t>(moved)];
    check = times(check, moved);
  }
  return check == 0;
}

bool sg_nric(std::string_view id) {
  if (id.size() != 9 || !digits_only(id.substr(1, 7), 7)) return false;
  const int sum = weighed(id.substr(1), {2, 7, 6, 5, 4, 3, 2});
  switch (id[0]) {
    case 'S':
      return "JZIHGFEDCBA"[sum % 11] == id[8];
    case 'T':
      return "JZIHGFEDCBA"[(sum + 4) % 11] == id[8];
    case 'F':
      return "XWUTRQPNMLK"[sum % 11] == id[8];
    case 'G':
      return "XWUTRQPNMLK"[(sum + 4) % 11] == id[8];
    case 'M':
      return "XWUTRQPNJLK"[(sum + 3) % 11] == id[8];
    default:
      return false;
  }
}

bool br_cpf(std::string_view digits) {
  if (!digits_only(digits, 11) || all_alike(digits)) return false;
  const auto check = [](int sum) { return sum * 10 % 11 % 10; };
  return check(weighed(digits, {10, 9, 8, 7, 6, 5, 4, 3, 2})) == digits[9] - '0' &&
         check(weighed(digits, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2})) == digits[10] - '0';
}

bool tr_kimlik(std::string_view digits) {
  if (!digits_only(digits, 11) || digits[0] == '0') return false;
  const int tenth = (weighed(digits, {7, -1, 7, -1, 7, -1, 7, -1, 7}) % 10 + 10) % 10;
  return tenth == digits[9] - '0' && weighed(digits, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}) % 10 == digits[10] - '0';
}

bool cz_rodne_cislo(std::string_view digits) {
  if (!digits_only(digits, 10)) return false;
  return day(value(digits, 2, 2) % 50 % 20, value(digits, 4, 2)) && number(digits) % 11 == 0;
}

bool kr_rrn(std::string_view digits) {
  if (!digits_only(digits, 13) || !day(value(digits, 2, 2), value(digits, 4, 2))) return false;
  return (11 - weighed(digits, {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5}) % 11) % 10 == digits[12] - '0';
}

bool th_id(std::string_view digits) {
  if (!digits_only(digits, 13) || digits[0] == '0') return false;
  return (11 - weighed(digits, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 10 == digits[12] - '0';
}

bool cn_resident(std::string_view id) {
  if (id.size() != 18 || !digits_only(id.substr(0, 17), 17)) return false;
  const int year = value(id, 6, 4);
  if (year < 1900 || year > 2099 || !day(value(id, 10, 2), value(id, 12, 2))) return false;
  return "10X98765432"[weighed(id, {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}) % 11] == id[17];
}

}  // namespace countersign::detect
