// National identity, tax and health numbers: what their issuers' check digits and dates allow. Called by
// personal_identity.cpp and tests. Pure functions over ASCII digits (or capital letters and digits); any thread.
#pragma once

#include <string_view>

namespace countersign::detect {

// Each takes the bare characters, without separators, and answers whether the number could have been issued.

[[nodiscard]] bool es_dni(std::string_view id);  ///< DNI and NIE: letter is number mod 23 (Orden INT/2058/2008)
[[nodiscard]] bool it_codice_fiscale(std::string_view id);  ///< D.M. 23.12.1976: 16 characters, check letter
[[nodiscard]] bool pl_pesel(std::string_view digits);       ///< weights 1 3 7 9, birth date with its century
[[nodiscard]] bool pt_nif(std::string_view digits);         ///< mod 11
[[nodiscard]] bool nl_bsn(std::string_view digits);         ///< the "11-test"
[[nodiscard]] bool fr_nir(std::string_view id);             ///< 13 characters and key 97 - n mod 97; Corsica 2A, 2B
[[nodiscard]] bool de_steuer_id(std::string_view digits);   ///< ISO 7064 mod 11,10; one digit two or three times
[[nodiscard]] bool be_rrn(std::string_view digits);         ///< 97 - n mod 97, a 2 in front for those born from 2000 on
[[nodiscard]] bool se_personnummer(std::string_view digits);   ///< 10 or 12 digits, date and Luhn over the last ten
[[nodiscard]] bool fi_hetu(std::string_view id);               ///< DDMMYY, century sign, three digits, n mod 31
[[nodiscard]] bool no_fodselsnummer(std::string_view digits);  ///< two check digits, mod 11
[[nodiscard]] bool dk_cpr(std::string_view digits);            ///< its date only: since 2007 there is no check digit
[[nodiscard]] bool ch_ahv(std::string_view digits);            ///< 756 and the check digit of EAN-13
[[nodiscard]] bool uk_nhs(std::string_view digits);            ///< mod 11
[[nodiscard]] bool ca_sin(std::string_view digits);            ///< Luhn, first digit 1 to 7 or 9
[[nodiscard]] bool au_tfn(std::string_view digits);            ///< weights 1 4 3 7 5 8 6 9 10, mod 11
[[nodiscard]] bool in_aadhaar(std::string_view digits);        ///< Verhoeff, first digit 2 to 9
[[nodiscard]] bool sg_nric(std::string_view id);               ///< NRIC and FIN: letter by weights 2 7 6 5 4 3 2
[[nodiscard]] bool br_cpf(std::string_view digits);            ///< two check digits, not all alike
[[nodiscard]] bool tr_kimlik(std::string_view digits);         ///< two check digits
[[nodiscard]] bool cz_rodne_cislo(std::string_view digits);    ///< ten digits, date, divisible by 11
[[nodiscard]] bool kr_rrn(std::string_view digits);            ///< 13 digits, date, mod 11
[[nodiscard]] bool th_id(std::string_view digits);             ///< 13 digits, mod 11
[[nodiscard]] bool ro_cnp(std::string_view digits);            ///< 13 digits, date, mod 11
[[nodiscard]] bool hr_oib(std::string_view digits);            ///< ISO 7064 mod 11,10
[[nodiscard]] bool cn_resident(std::string_view id);           ///< GB 11643: 17 digits and ISO 7064 mod 11-2

}  // namespace countersign::detect
