#include <gtest/gtest.h>

#include "unit/detect/seen.hpp"

namespace countersign {
namespace {

using Found = std::vector<std::string>;

TEST(Personal, FindsAnEmailButNotAHandle) {
  EXPECT_EQ(seen("write to ana.b+x@mail.example.com.", "email"), Found{"ana.b+x@mail.example.com"});
  EXPECT_EQ(seen("ana (at) example.com please", "email"), Found{"ana (at) example.com"});
  EXPECT_FALSE(sees("meet me @noon at the shop", "email"));
}

TEST(Personal, FindsACardHoweverItIsWritten) {
  EXPECT_EQ(seen("Card 4111 1111 1111 1111, thanks", "card_number"), Found{"4111 1111 1111 1111"});
  EXPECT_EQ(seen("5\u200B300\u200B3171\u200B6712\u200B3433", "card_number").size(), 1U);
  EXPECT_EQ(seen("numero ５３１２２２００３８６９９６７０", "card_number"), Found{"５３１２２２００３８６９９６７０"});
  EXPECT_EQ(seen("378282246310005", "card_number"), Found{"378282246310005"});
}

TEST(Personal, ACodeBehindACardIsNotPartOfIt) {
  const std::string text = "4111 1111 1111 1111 12/27 737";
  EXPECT_EQ(seen(text, "card_number"), Found{"4111 1111 1111 1111"});
  EXPECT_EQ(seen(text, "card_security_code"), Found{"737"});
  EXPECT_EQ(seen("4111111111111111 123", "card_number"), Found{"4111111111111111"});
}

TEST(Personal, AnOrderNumberIsNobodysData) {
  for (const auto* text :
       {"Where is my order 4711?", "order number 4500012345678", "ticket #20231144", "Invoice 2026-0001234",
        "It cost 1.234.567 EUR", "on 2026-11-21 10:00", "Bestellnummer 7788990011"}) {
    for (const auto& finding : sight_of(text).findings) {
      EXPECT_TRUE(finding.kind != "phone" && finding.kind != "card_number" && finding.kind != "us_ssn")
          << text << " " << finding.kind;
    }
  }
}

TEST(Personal, FindsAnIbanWithAValidChecksumOnly) {
  EXPECT_EQ(seen("to GB62 BARC 2004 1585 3453 25, name", "iban"), Found{"GB62 BARC 2004 1585 3453 25"});
  EXPECT_EQ(seen("de89370400440532013000", "iban").size(), 1U);
  EXPECT_FALSE(sees("GB63 BARC 2004 1585 3453 25", "iban"));
}

TEST(Personal, FindsAnIbanThatIsSpread) {
  for (const std::string written : {"GB 82 WEST 1234 5698 7654 32", "G B 8 2 W E S T 1 2 3 4 5 6 9 8 7 6 5 4 3 2",
                                    "DE 89 37 04 00 44 05 32 01 30 00", "D-E-8-9-3-7-0-4-0-0-4-4-0-5-3-2-0-1-3-0-0-0"}) {
    EXPECT_EQ(seen("my iban: " + written + ", ok", "iban"), Found{written});
    for (const auto* other : {"phone", "card_number"}) EXPECT_FALSE(sees("my iban: " + written, other)) << written;
  }
  EXPECT_EQ(seen("DE 89 37 04 00 44 05 32 01 30 00", "iban").size(), 1U) << "all figures: no word is needed";
  EXPECT_FALSE(sees("we are at 12 noon or be 20 minutes late, is 14 ok", "iban"));
}

TEST(Personal, AnEmailMayBeSpelledLetterByLetter) {
  for (const std::string written : {"a n a dot g a r c i a at e x a m p l e dot o r g", "ana at e x a m p l e dot c o m",
                                    "a-n-a at example dot com", "a n a @ example.com"})
    EXPECT_EQ(seen("mail " + written, "email"), Found{written});
  EXPECT_FALSE(sees("look at the shop dot com page", "email"));
}

TEST(Personal, ANumberBehindTheWordForAnOrderIsNoCardAndOneBehindASeriesNoPhone) {
  EXPECT_FALSE(sees("order number 4711-2291-8834-1002", "card_number"));
  EXPECT_TRUE(sees("my card 4711-2291-8834-1002", "card_number"));
  EXPECT_TRUE(sees("order number 4111-1111-1111-1111", "card_number")) << "its checksum holds";
  EXPECT_FALSE(sees("call me about INV-2026001234", "phone"));
  EXPECT_TRUE(sees("Tel-03012345678", "phone"));
}

TEST(Personal, FindsPassphrasesAndLogins) {
  EXPECT_EQ(seen("my passphrase is correct horse battery staple", "secret"), Found{"correct horse battery staple"});
  EXPECT_EQ(seen("password: \"green tea and a bun\" thanks", "secret"), Found{"green tea and a bun"});
  EXPECT_EQ(seen("recovery phrase: apple river stone cloud tiger moon", "secret").size(), 1U);
  EXPECT_EQ(seen("pw: Secret99", "secret"), Found{"Secret99"});
  EXPECT_EQ(seen("my login is ana / Secret99", "secret"), Found{"ana / Secret99"});
  EXPECT_EQ(seen("my password is hunter2 and I cannot log in", "secret"), Found{"hunter2"});
  for (const auto* text : {"my login is broken / please help", "I don't have a login / password", "my passphrase is not working today"})
    EXPECT_FALSE(sees(text, "secret")) << text;
}

TEST(Personal, FindsPhonesOfSeveralCountries) {
  for (const auto* number :
       {"+49 30 1234567", "07700 900461", "01 99 00 42 17", "(415) 555-0132", "0049 89 636 48018"}) {
    EXPECT_EQ(seen(std::string("call me on ") + number + " please", "phone"), Found{number});
  }
  EXPECT_TRUE(sees("null eins fünf sieben null eins zwei drei vier fünf sechs", "phone"));
}

TEST(Personal, ANumberingPlanDecidesWhereNoWordDoes) {
  const auto phones = [](std::string_view text, std::string_view locale) {
    std::vector<std::string> found;
    const auto sight = detector().look({text, Author::customer, locale, {}});
    for (const auto& one : sight->findings)
      if (one.kind == "phone") found.emplace_back(text.substr(one.start, one.end - one.start));
    return found;
  };
  EXPECT_EQ(phones("stop it for 699 956 915", ""), Found{"699 956 915"});
  EXPECT_EQ(phones("das ist 664 1234567", "de-AT"), Found{"664 1234567"}) << "without its leading 0";
  EXPECT_TRUE(phones("stop it for 199 956 915", "es-ES").empty());
  EXPECT_TRUE(phones("order number 699 956 915", "es-ES").empty());
  EXPECT_TRUE(phones("it cost 699 956 915 EUR", "es-ES").empty());
  EXPECT_EQ(phones("Smith Ltd 416 60 039 office", ""), Found{"416 60 039"});
  EXPECT_EQ(phones("ring 0190 12 on the office line", ""), Found{"0190 12"}) << "dialled, though in no plan";
}

TEST(Personal, FindsWhatIsLeftOfAMaskedCard) {
  EXPECT_EQ(seen("card **** **** **** 4242", "card_partial"), Found{"**** **** **** 4242"});
  EXPECT_EQ(seen("XXXX-XXXX-XXXX-4242", "card_partial"), Found{"XXXX-XXXX-XXXX-4242"});
  EXPECT_EQ(seen("my Visa ending in 4242", "card_partial"), Found{"4242"});
  EXPECT_EQ(seen("die Karte endet auf 4242", "card_partial"), Found{"4242"});
  EXPECT_EQ(seen("la tarjeta terminada en 4242", "card_partial"), Found{"4242"});
  EXPECT_FALSE(sees("order ending in 4242 is late", "card_number"));
}

TEST(Personal, FindsSecurityCodesAndSecrets) {
  EXPECT_EQ(seen("my CVV is 737", "card_security_code"), Found{"737"});
  EXPECT_EQ(seen("Prüfziffer: 1234", "card_security_code"), Found{"1234"});
  EXPECT_EQ(seen("meine pin ist 4471 und das passwort Mondschein!27", "secret").front(), "4471");
  EXPECT_EQ(seen("my password is Hunter2!", "secret"), Found{"Hunter2!"});
  EXPECT_EQ(seen("key sk-abcdefghijklmnop1234", "secret"), Found{"sk-abcdefghijklmnop1234"});
}

TEST(Personal, ACodeCountsOnlyBehindACard) {
  EXPECT_EQ(seen("karta 3762 164778 63649 nie przechodzi, kod 5512", "card_security_code"), Found{"5512"});
  EXPECT_FALSE(sees("kod 5512", "card_security_code"));
}

TEST(Personal, APasswordThatIsOnlySpokenAboutIsNoSecret) {
  for (const auto* text :
       {"my password is not working", "The password is wrong", "Mein Passwort ist abgelaufen", "I forgot my PIN"}) {
    EXPECT_FALSE(sees(text, "secret")) << text;
  }
}

TEST(Personal, APasswordWithoutAVerbIsASecretToo) {
  EXPECT_EQ(seen("das passwort Mondschein!27", "secret"), Found{"Mondschein!27"});
  EXPECT_FALSE(sees("Das Passwort Feld ist leer", "secret"));
}

TEST(Personal, FindsNetworkAddressesAndLinks) {
  EXPECT_EQ(seen("from 192.168.1.20 and 2001:db8::1", "ip_address"), (Found{"192.168.1.20", "2001:db8::1"}));
  EXPECT_FALSE(sees("version 1.2.3 at 10:30", "ip_address"));
  EXPECT_EQ(seen("see https://shop.example/a?b=1.", "url"), Found{"https://shop.example/a?b=1"});
}

TEST(Personal, FindsIdentityNumbersAndBirthDates) {
  EXPECT_EQ(seen("SSN 078-05-1120", "us_ssn"), Found{"078-05-1120"});
  EXPECT_EQ(seen("born on 4 May 1980", "date_of_birth"), Found{"4 May 1980"});
  EXPECT_EQ(seen("geboren am 04.05.1980", "date_of_birth"), Found{"04.05.1980"});
  EXPECT_FALSE(sees("delivered on 4 May 2026", "date_of_birth"));
  EXPECT_EQ(seen("passport number C01X00T47", "national_id"), Found{"C01X00T47"});
}

TEST(Personal, FindsNationalIdsByChecksumFormOrWord) {
  for (const auto* id :
       {"12345678Z", "X1234567L", "RSSMRA85T10A562S", "44051401458", "2 55 08 14 168 025 38", "85.07.30-033.28",
        "811218-9876", "131052-308T", "15108695088", "756.9217.0769.85", "2341 2341 2346", "S1234567D",
        "390.533.447-05", "710319/2745", "360426199101010071", "ABCPE1234F"}) {
    EXPECT_EQ(seen(std::string("it is ") + id + ", thanks", "national_id"), Found{id});
  }
  EXPECT_EQ(seen("my NHS 943 476 5919", "national_id"), Found{"943 476 5919"});
  EXPECT_EQ(seen("BSN: 111222333", "national_id"), Found{"111222333"});
  EXPECT_EQ(seen("Steuer-ID 47036892816", "national_id"), Found{"47036892816"});
  EXPECT_EQ(seen("the last four of my ssn are 2241", "national_id"), Found{"2241"});
  for (const auto* number :
       {"it is 12345678A, thanks", "it is 111222333, thanks", "order number 44051401458", "article 811218-9876"})
    EXPECT_FALSE(sees(number, "national_id")) << number;
}

TEST(Personal, FindsTokensByTheirForm) {
  for (const auto* token : {"sk_live_abcdefghijklmnop12", "glpat-abcdefghij0123456789",
                            "github_pat_11ABCDEFG0abcdefghijklm", "ASIAABCDEFGHIJKLMNOP"})
    EXPECT_EQ(seen(std::string("use ") + token + " now", "secret"), Found{token});
  EXPECT_EQ(seen("postgres://app:s3cretpw@db.example/x", "secret"), Found{"s3cretpw"});
  EXPECT_EQ(seen("il codice di verifica è 482913", "secret"), Found{"482913"});
  EXPECT_EQ(seen("le mot de passe est Tulipe!99", "secret"), Found{"Tulipe!99"});
  EXPECT_EQ(seen("my password: 0301234567", "secret"), Found{"0301234567"}) << "not a phone";
}

TEST(Personal, FindsNamesThatAreIntroduced) {
  EXPECT_EQ(seen("Hello, my name is Ana Lopez and", "person_name"), Found{"Ana Lopez"});
  EXPECT_EQ(seen("Ich heiße Jürgen Müller.", "person_name"), Found{"Jürgen Müller"});
  EXPECT_EQ(seen("je m'appelle Chloé", "person_name"), Found{"Chloé"});
  EXPECT_FALSE(sees("my name is misspelled on the card", "person_name"));
}

TEST(Personal, FindsStreetAddresses) {
  EXPECT_TRUE(sees("I live at 12 Baker Street, London", "address"));
  EXPECT_TRUE(sees("Ich wohne Hauptstraße 5, 10115 Berlin", "address"));
  EXPECT_TRUE(sees("14 rue des Lilas, 75011 Paris", "address"));
  EXPECT_FALSE(sees("3 days on the way", "address"));
}

TEST(Personal, IsSeenInTextsOfEveryAuthor) {
  for (const auto by : {Author::customer, Author::ai, Author::person, Author::system})
    EXPECT_TRUE(sees("ana@example.com", "email", by));
}

TEST(DataClass, AnOfficersPatternChecksumAndContextAllCount) {
  policy::DetectionTerms terms;
  terms.data_classes = {{"member_number", R"(\bM\d{6}\b)", "", {"member", "Mitglied"}},
                        {"club_card", R"(\b\d{8}\b)", "luhn", {}}};
  const auto own = make_detector(terms);
  const auto kinds = [&](std::string_view text) {
    std::vector<std::string> found;
    const auto sight = own->look({text, Author::customer, "", {}});
    for (const auto& finding : sight->findings) found.push_back(finding.kind);
    return found;
  };
  EXPECT_EQ(kinds("my member id is M123456"), Found{"member_number"});
  EXPECT_TRUE(kinds("my model is M123456").empty());
  EXPECT_EQ(kinds("club 12345674"), Found{"club_card"});
  EXPECT_TRUE(kinds("club 12345675").empty());
}

TEST(DataClass, AContextWordCountsOnlyWhereAWordStarts) {
  policy::DetectionTerms terms;
  terms.data_classes = {{"member_number", R"(\bM\d{6}\b)", "", {"member", "会员", "Übersicht"}}};
  const auto own = make_detector(terms);
  const auto sees_it = [&](const std::string& text) {
    const auto sight = own->look({text, Author::customer, "", {}});
    return std::any_of(sight->findings.begin(), sight->findings.end(),
                       [](const Finding& one) { return one.kind == "member_number"; });
  };
  for (const auto* text : {"Member M123456", "M123456, my membership", "我的会员 M123456", "ÜBERSICHT M123456"})
    EXPECT_TRUE(sees_it(text)) << text;
  EXPECT_FALSE(sees_it("remember the model M123456"));
  EXPECT_FALSE(sees_it("rückübersicht M123456"));
  EXPECT_FALSE(sees_it("remember " + std::string(52, '.') + " M123456")) << "the border of what is near lies in the word";
}

TEST(DataClass, APatternThatCannotBeReadHoldsEverything) {
  policy::DetectionTerms terms;
  terms.data_classes = {{"broken", "(", "", {}}};
  const auto sight = make_detector(terms)->look({"hello", Author::customer, "", {}});
  ASSERT_FALSE(sight);
  EXPECT_EQ(sight.error().fault, Fault::internal);
}

TEST(Secrets, KeepTheSignsAtTheirEndAndAreNotHiddenTwice) {
  EXPECT_EQ(seen("my password is Hunter2! please", "secret"), Found{"Hunter2!"});
  EXPECT_EQ(seen("Mein Passwort ist Sommer2024!", "secret"), Found{"Sommer2024!"});
  EXPECT_EQ(seen("my password is [removed]! please", "secret"), Found{});
}

TEST(Personal, ACardIsOneHoweverItsFiguresAreCut) {
  for (const auto* text :
       {"4111 1111\r\n1111 1111", "4111 1111\t1111 1111", "4111111111111111 1227 123", "5555555555554444-1227-123", "visa4111111111111111",
        "card_4111111111111111", "> 4111 1111\r\n> 1111 1111", "4111<br>1111<br />1111<br/>1111", "4111; 1111; 1111; 1111",
        "4111:1111:1111:1111", "(4111) (1111) (1111) (1111)", "4111~1111~1111~1111"})
    EXPECT_EQ(seen(text, "card_number").size(), 1U) << text;
  EXPECT_EQ(seen("4111111111111111 5555555555554444", "card_number").size(), 2U);
  for (const auto* text : {"f4111111111111111a3", "0.4111111111111111", "order numbers 10023, 10024, 10025, 10026",
                           "684D:1111:222:3333:4444:5555:6:77", "a41b4111111111111111", "+4111111111111111"})
    EXPECT_FALSE(sees(text, "card_number")) << text;
}

TEST(Personal, SecretsAreSeenAsPeopleWriteThem) {
  for (const auto* text :
       {"mój PIN to 4821", "haslo: lato22", "mdp : soleil33", "mon code confidentiel 4821", "mi contrasena es sol2024", "mi clave es sol2024",
        "el PIN de mi tarjeta es 4821", "il pin della carta è 4821", "senha do cartão 4821", "Passwort war Blau!7", "Passwort\nBlau!7",
        "pass: Blue!Sky7", "password - Blue!Sky7", R"({"password":"hunter2"})", "**Password:** hunter2", "hunter2 is my password",
        "my pin number is 4 8 2 1", "aws_secret_access_key = wJalrXUtnFEMI", "my token is 9f86d081884c7d65", "client_secret=abcDEF123"})
    EXPECT_TRUE(sees(text, "secret")) << text;
  for (const auto* text : {"my password was changed yesterday", "mi clave es muy larga", "the token is expired",
                           "I forgot my password - please help", "reset is my password problem", "the PIN was sent on 12 May"})
    EXPECT_FALSE(sees(text, "secret")) << text;
}

TEST(Personal, AnIbanMayStandInLinesAndBehindItsWord) {
  EXPECT_EQ(seen("IBANDE89370400440532013000", "iban"), Found{"DE89370400440532013000"});
  EXPECT_EQ(seen("DE89\n3704\n0044\n0532\n0130\n00", "iban").size(), 1U);
}

TEST(Personal, WhatASecretIsForMayStandBetweenItsNameAndItself) {
  using Pair = std::pair<const char*, const char*>;
  for (const auto& [text, secret] :
       {Pair{"Passwort für mein Konto: Blau!7", "Blau!7"}, Pair{"das Passwort meines Kontos ist Blau!7", "Blau!7"},
        Pair{"the password of my account is hunter2", "hunter2"}, Pair{"hasło do konta: lato22", "lato22"},
        Pair{"hasło do mojego konta to lato22", "lato22"}, Pair{"la password del mio account è sole22", "sole22"},
        Pair{"la contraseña de mi cuenta es sol2024", "sol2024"}, Pair{"het wachtwoord van mijn account is zon2024", "zon2024"},
        Pair{"PIN do karty: 4821", "4821"}, Pair{"the PIN for my debit card is 4821", "4821"},
        Pair{"die PIN meiner Karte ist 4821", "4821"}, Pair{"le code PIN de ma carte est 4821", "4821"},
        Pair{"o pin do meu cartão é 4821", "4821"}, Pair{"de pincode van mijn pas is 4821", "4821"},
        Pair{"codice segreto 4821", "4821"}, Pair{"PUK 12345678", "12345678"}, Pair{"psw: hunter2", "hunter2"},
        Pair{"pw hunter2", "hunter2"}, Pair{"mijn ww is zon2024", "zon2024"}, Pair{"password→hunter2", "hunter2"},
        Pair{"<b>password</b>: hunter2", "hunter2"}, Pair{"password: <b>hunter2</b>", "hunter2"},
        Pair{"my pin is four eight two one, ok", "four eight two one"}})
    EXPECT_EQ(seen(text, "secret"), Found{secret}) << text;
  for (const auto* text :
       {"the password of my account is not working", "Passwort für mein Konto: vergessen", "das Passwort meines Kontos ist falsch",
        "hasło do mojego konta jest błędne", "a senha da minha conta está errada", "my PIN is one of four that do not work",
        "the pin is on the back of my card", "password for my account: please help", "de ww is stopgezet"})
    EXPECT_FALSE(sees(text, "secret")) << text;
}

TEST(Personal, ACodeThatCameForOneLoginIsASecret) {
  for (const auto* text :
       {"der Code aus der SMS ist 482910", "the code from the text message is 482910", "the code you sent me is 482910",
        "le code reçu par SMS est 482910", "el código que me llegó por SMS es 482910", "il codice ricevuto via SMS è 482910",
        "o código que recebi por SMS é 482910", "de code uit de sms is 482910", "kod z SMS-a to 482910", "2FA code 482910"})
    EXPECT_EQ(seen(text, "secret"), Found{"482910"}) << text;
  for (const auto* text : {"der Fehlercode ist 482910", "the error code I got is 482910", "the discount code from your email is 2024"})
    EXPECT_FALSE(sees(text, "secret")) << text;
}

TEST(Personal, ACardsCodeIsSeenSpokenAndOnTheBack) {
  for (const auto* text :
       {"le code au dos est 123", "Prüfziffer auf der Rückseite: 123", "kod zabezpieczający to 123", "cvv mojej karty: 123",
        "4111111111111111, 123 on the back", "el código del reverso es 123", "il codice sul retro è 123",
        "o código no verso é 123", "de code op de achterkant is 123", "kod na odwrocie to 123"})
    EXPECT_EQ(seen(text, "card_security_code"), Found{"123"}) << text;
  EXPECT_EQ(seen("cvc: 1 2 3", "card_security_code"), Found{"1 2 3"});
  EXPECT_EQ(seen("cvv is: four five six", "card_security_code"), Found{"four five six"});
  for (const auto* text : {"see page 123 on the back", "the number on the back is 1800 555 0100"})
    EXPECT_FALSE(sees(text, "card_security_code")) << text;
}

TEST(Personal, ACardInWordsIsACardInEveryLanguage) {
  const auto times = [](int count, const std::string& word) {
    std::string all;
    for (int i = 0; i < count; ++i) all += (i == 0 ? "" : " ") + word;
    return all;
  };
  for (const auto& [four, one] : std::vector<std::pair<std::string, std::string>>{
           {"four", "one"}, {"vier", "eins"}, {"quatre", "un"}, {"cuatro", "uno"}, {"quattro", "uno"}, {"quatro", "um"}})
    EXPECT_EQ(seen(four + " " + times(15, one) + ", ok", "card_number"), Found{four + " " + times(15, one)}) << four;
  const auto five = times(12, "cinque") + " " + times(4, "quattro");
  EXPECT_EQ(seen(five, "card_number"), Found{five});
  EXPECT_EQ(seen("tre due zero uno due tre quattro una volta", "phone"), Found{"tre due zero uno due tre quattro"});
}

TEST(Personal, PicturesAndOtherScriptsEndAValue) {
  EXPECT_EQ(seen("🏦DE89370400440532013000", "iban"), Found{"DE89370400440532013000"});
  EXPECT_EQ(seen("счетDE89370400440532013000", "iban"), Found{"DE89370400440532013000"}) << "by its checksum";
  EXPECT_EQ(seen("身份证号码360426199101010071的", "national_id"), Found{"360426199101010071"});
  EXPECT_EQ(seen("📞0157 5550123", "phone"), Found{"0157 5550123"});
  EXPECT_EQ(seen("电话+49 30 1234567", "phone"), Found{"+49 30 1234567"}) << "no blanks between its words";
  EXPECT_EQ(seen("✅078-05-1120", "us_ssn"), Found{"078-05-1120"});
  EXPECT_FALSE(sees("код77123456789", "phone")) << "of a code";
  EXPECT_FALSE(sees("éDE89370400440532013000", "iban")) << "a Latin letter goes on";
}

TEST(Personal, ASocialSecurityNumberIsOneThatIsGivenOut) {
  for (const auto* text : {"my ssn: 123.45.6789", "123.45.6789", "123 45 6789 is my social security number", "my ssn is 123 45 6789"})
    EXPECT_EQ(seen(text, "us_ssn").size(), 1U) << text;
  for (const auto* text : {"my ssn is 000-12-3456", "SSN 666-12-3456", "order 123-45-6789", "order number 123-45-6789"})
    EXPECT_FALSE(sees(text, "us_ssn")) << text;
  EXPECT_TRUE(sees("my ssn is 912-70-1234", "us_ssn")) << "a taxpayer's number of the same form";
}

TEST(Personal, MoreNationalNumbersAndBirthDatesWithTheWordBehind) {
  EXPECT_EQ(seen("my SIN is 046 454 286", "national_id"), Found{"046 454 286"});
  EXPECT_EQ(seen("CNP 2960203330011", "national_id"), Found{"2960203330011"});
  EXPECT_EQ(seen("OIB 69435151530", "national_id"), Found{"69435151530"});
  EXPECT_EQ(seen("dni 12 345 678 z", "national_id"), Found{"12 345 678 z"});
  EXPECT_FALSE(sees("kosztuje 12 345 678 z dostawą", "national_id"));
  EXPECT_EQ(seen("1985-03-12 is my date of birth", "date_of_birth"), Found{"1985-03-12"});
  EXPECT_EQ(seen("12.03.1985 ist mein Geburtsdatum", "date_of_birth"), Found{"12.03.1985"});
  EXPECT_FALSE(sees("it came on 12.03.2026, the birthday is over", "date_of_birth"));
}

TEST(Personal, ArticleNumbersSumsAndReleasesAreNobodysData) {
  EXPECT_FALSE(sees("GTIN 00012345600012", "phone"));
  for (const auto* text : {"Es kostet 12,99 EUR", "mein Zähler zeigt 45 678 kWh", "12/27"}) EXPECT_FALSE(sees(text, "address")) << text;
  for (const auto* text : {"version 1.2.3.4", "Firmware 10.0.4.1 installed"}) EXPECT_FALSE(sees(text, "ip_address")) << text;
  EXPECT_TRUE(sees("it comes from 10.0.4.1", "ip_address"));
  for (const auto* text : {"USPS 9400 1000 0000 0000 0000 00", "tracking 9400 1000 0000 0000 0000 00"})
    EXPECT_FALSE(sees(text, "card_number")) << text;
}

}  // namespace
}  // namespace countersign
