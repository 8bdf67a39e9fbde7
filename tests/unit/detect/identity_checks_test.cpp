// Numbers published as examples by their issuers or in the literature; one character off, none of them may hold.
#include "flow/detect/identity_checks.hpp"

#include <gtest/gtest.h>

#include <string>

namespace countersign::detect {
namespace {

struct Case {
  const char* name;
  bool (*check)(std::string_view);
  const char* valid;
};

constexpr Case cases[] = {
    {"DNI", es_dni, "12345678Z"},
    {"NIE", es_dni, "X1234567L"},
    {"codice fiscale", it_codice_fiscale, "RSSMRA85T10A562S"},
    {"PESEL", pl_pesel, "44051401458"},
    {"NIF", pt_nif, "123456789"},
    {"BSN", nl_bsn, "111222333"},
    {"NIR", fr_nir, "255081416802538"},
    {"Steuer-ID", de_steuer_id, "47036892816"},
    {"rijksregisternummer", be_rrn, "85073003328"},
    {"personnummer", se_personnummer, "8112189876"},
    {"personnummer with its century", se_personnummer, "198112189876"},
    {"henkilötunnus", fi_hetu, "131052-308T"},
    {"fødselsnummer", no_fodselsnummer, "15108695088"},
    {"AHV", ch_ahv, "7569217076985"},
    {"NHS number", uk_nhs, "9434765919"},
    {"SIN", ca_sin, "130692544"},
    {"TFN", au_tfn, "123456782"},
    {"Aadhaar", in_aadhaar, "234123412346"},
    {"CNP", ro_cnp, "1800101221144"},
    {"OIB", hr_oib, "69435151530"},
    {"NRIC", sg_nric, "S1234567D"},
    {"FIN", sg_nric, "G1234567X"},
    {"FIN of the M series", sg_nric, "M4332674T"},
    {"CPF", br_cpf, "39053344705"},
    {"kimlik", tr_kimlik, "17291716060"},
    {"rodné číslo", cz_rodne_cislo, "7103192745"},
    {"RRN", kr_rrn, "9710139019902"},
    {"Thai id", th_id, "1234567890121"},
    {"resident identity", cn_resident, "360426199101010071"},
};

TEST(IdentityChecks, HoldForWhatWasIssued) {
  for (const auto& one : cases) EXPECT_TRUE(one.check(one.valid)) << one.name;
}

TEST(IdentityChecks, DoNotHoldOneCharacterOff) {
  for (const auto& one : cases) {
    std::string wrong = one.valid;
    char& last = wrong.back();
    last = last >= '0' && last <= '8' ? static_cast<char>(last + 1) : last == '9' ? '0' : last == 'A' ? 'B' : 'A';
    EXPECT_FALSE(one.check(wrong)) << one.name;
  }
}

TEST(IdentityChecks, DoNotHoldForNothingOrForLetters) {
  for (const auto& one : cases) {
    EXPECT_FALSE(one.check("")) << one.name;
    EXPECT_FALSE(one.check(std::string(std::string_view(one.valid).size(), 'Q'))) << one.name;
    EXPECT_FALSE(one.check(std::string(one.valid) + "1")) << one.name;
  }
}

TEST(IdentityChecks, ADateMustBeOne) {
  EXPECT_TRUE(dk_cpr("0107912345"));
  EXPECT_FALSE(dk_cpr("3213912345"));
  EXPECT_FALSE(fi_hetu("001352-308T"));
}

}  // namespace
}  // namespace countersign::detect
