// Names of persons and postal addresses: best effort, by a learned tagger beside the patterns.
#include <gtest/gtest.h>

#include <random>

#include "flow/detect/names/model.hpp"
#include "flow/detect/names/people.hpp"
#include "flow/detect/names/trainer.hpp"
#include "seen.hpp"

namespace countersign {
namespace {

using Texts = std::vector<std::string>;

TEST(Names, AreSeenInEightLanguages) {
  EXPECT_EQ(seen("Hi, this is Margaret Holloway, my kettle leaks.", "person_name"), Texts{"Margaret Holloway"});
  EXPECT_EQ(seen("Das Paket wurde von Annegret Vogelsang angenommen.", "person_name"), Texts{"Annegret Vogelsang"});
  EXPECT_EQ(seen("Bonjour, le contrat est au nom de Camille Roussel.", "person_name"), Texts{"Camille Roussel"});
  EXPECT_EQ(seen("Hola, soy Lucía Fernández y no puedo entrar.", "person_name"), Texts{"Lucía Fernández"});
  EXPECT_EQ(seen("Buongiorno, mi chiamo Chiara Lombardi.", "person_name"), Texts{"Chiara Lombardi"});
  EXPECT_EQ(seen("Olá, o meu nome é Beatriz Carvalho.", "person_name"), Texts{"Beatriz Carvalho"});
  EXPECT_EQ(seen("De rekening staat op naam van Maartje Dijkstra.", "person_name"), Texts{"Maartje Dijkstra"});
  EXPECT_EQ(seen("Dzień dobry, nazywam się Agnieszka Nowak.", "person_name"), Texts{"Agnieszka Nowak"});
}

TEST(Names, AreSeenInHastyChat) {
  EXPECT_EQ(seen("my name is oliver bennett", "person_name"), Texts{"oliver bennett"});
  EXPECT_EQ(seen("sure my name is priya sharma and the card is the blue one", "person_name"), Texts{"priya sharma"});
}

TEST(Addresses, AreSeenAsTheirCountriesWriteThem) {
  EXPECT_EQ(seen("Please deliver to 48 Orchard Lane, Bristol BS6 5QA.", "address"),
            Texts{"48 Orchard Lane, Bristol BS6 5QA"});
  EXPECT_EQ(seen("Meine neue Adresse ist Lindenstraße 12, 50674 Köln.", "address"),
            Texts{"Lindenstraße 12, 50674 Köln"});
  EXPECT_EQ(seen("J'habite au 14 rue Pasteur, 69007 Lyon.", "address"), Texts{"14 rue Pasteur, 69007 Lyon"});
  EXPECT_EQ(seen("Mi dirección es Calle Mayor 21, 28013 Madrid.", "address"), Texts{"Calle Mayor 21, 28013 Madrid"});
  EXPECT_EQ(seen("Nuovo indirizzo: Via Garibaldi 7, 20121 Milano", "address"), Texts{"Via Garibaldi 7, 20121 Milano"});
  EXPECT_EQ(seen("A minha morada é Rua Augusta 100, 1100-053 Lisboa.", "address"),
            Texts{"Rua Augusta 100, 1100-053 Lisboa"});
  EXPECT_EQ(seen("Mijn adres is Kerkstraat 5, 1017 GA Amsterdam.", "address"),
            Texts{"Kerkstraat 5, 1017 GA Amsterdam"});
  EXPECT_EQ(seen("Mój adres to ul. Polna 3/14, 00-625 Warszawa.", "address"), Texts{"ul. Polna 3/14, 00-625 Warszawa"});
}

TEST(Addresses, AreSeenInHastyChat) {
  EXPECT_EQ(seen("my address is 77 maple grove road denton tx 76201 and my number is 9405550142", "address"),
            Texts{"77 maple grove road denton tx 76201"});
}

TEST(Names, OrdinaryTextsHoldNone) {
  for (const auto* text :
       {"Where is my order A-204417? It should have come on 14 March.", "The Bosch dishwasher stopped after 48 hours.",
        "I want to cancel my Netflix subscription.", "We moved from Hamburg to Lyon last year.",
        "How do I change my address?", "my name is spelled wrong on the invoice", "thanks a lot",
        "Sehr geehrte Damen und Herren, die Rechnung vom Mai ist falsch.",
        "Der Techniker kam gestern nicht und die Heizung ist kalt.", "Je voudrais parler à un conseiller, merci.",
        "Llevo dos semanas esperando el paquete.", "Il pacco non è ancora arrivato.", "Quero falar com uma pessoa.",
        "Mijn pas is geblokkeerd, wat nu?", "Chcę rozwiązać umowę od 1 maja.", "a table for 4 at 5:10 p.m. please"}) {
    EXPECT_FALSE(sees(text, "person_name")) << text;
    EXPECT_FALSE(sees(text, "address")) << text;
  }
}

TEST(Names, OtherKindsKeepTheirBytes) {
  const std::string text = "name Priya Sharma mail priya.sharma@example.org card 4111 1111 1111 1111";
  EXPECT_EQ(seen(text, "email"), Texts{"priya.sharma@example.org"});
  EXPECT_EQ(seen(text, "card_number"), Texts{"4111 1111 1111 1111"});
  const auto sight = sight_of(text);
  for (const auto& one : sight.findings) {
    for (const auto& other : sight.findings) {
      if (one.kind != "person_name" && one.kind != "address") continue;
      if (&one == &other || other.start == other.end) continue;
      EXPECT_TRUE(one.end <= other.start || other.end <= one.start) << one.kind << " and " << other.kind;
    }
  }
}

/// Anything people and attackers write: letters of many scripts, digits, signs, marks, invisible characters, emoji.
std::string any_text(std::mt19937& random) {
  static const std::vector<std::string> parts = {
      "Anna", "müller", "12",       "Straße", "\n", " ",  "  ", "\u200b", "\u202e", "é",     "e\u0301",    "ﬁ",
      "㏂",   "１２",   "株式会社", "🙂",   "'",  "’s", "-",  ",",      ".",      "#",     "my name is", "rue",
      "Ω",    "ąę",     "\t",       "\r\n",   "ß",  "İ",  "ǅ",  "5a",     "St.",    "\u0300"};
  std::string text;
  for (auto left = random() % 60; left > 0; --left) text += parts[random() % parts.size()];
  return text;
}

TEST(Names, SpansAreWholeCharactersInOrderAndApart) {
  std::mt19937 random(4711);
  std::size_t found = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto text = any_text(random);
    std::vector<Finding> findings;
    detect::names::People({}).look(text, detect::plain_view(text), findings);
    std::uint32_t before = 0;
    for (const auto& finding : findings) {
      ASSERT_LE(before, finding.start) << text;
      ASSERT_LT(finding.start, finding.end) << text;
      ASSERT_LE(finding.end, text.size()) << text;
      ASSERT_NE(static_cast<unsigned char>(text[finding.start]) & 0xC0U, 0x80U) << text;
      if (finding.end < text.size()) {
        ASSERT_NE(static_cast<unsigned char>(text[finding.end]) & 0xC0U, 0x80U) << text;
      }
      before = finding.end;
    }
    found += findings.size();
  }
  EXPECT_GT(found, 100U);
}

TEST(Names, AreSeenAtTheEndOfAMegabyte) {
  std::string text;
  while (text.size() < 1'000'000) text += "The washing machine still does not work and nobody answers. ";
  text += "\nMy name is Margaret Holloway.";
  EXPECT_EQ(seen(text, "person_name"), Texts{"Margaret Holloway"});
}

std::vector<detect::names::Marked> lessons() {
  std::vector<detect::names::Marked> texts;
  for (const auto* line : {"my name is \1Ann Lee\3", "the kettle is broken", "\1Tom\3 lives at \212 High Street\3",
                           "order 12 is late", "call \1Ann\3",
                           "it is \2"
                           "7 Park Road\4London\3",
                           "my name is wrong"}) {
    texts.push_back(detect::names::read_marked(line));
  }
  return texts;
}

TEST(NamesTraining, MakesTheSameBytesOfTheSameTexts) {
  const auto first = detect::names::train(lessons(), {10, 8});
  EXPECT_EQ(first, detect::names::train(lessons(), {10, 8}));
  // As another machine makes it: all arithmetic is on integers.
  std::uint32_t sum = 2166136261U;
  for (const char c : first) sum = (sum ^ static_cast<unsigned char>(c)) * 16777619U;
  EXPECT_EQ(sum, 405553974U);
}

TEST(NamesTraining, LearnsWhatItIsShown) {
  const auto made = detect::names::Tagger::read(detect::names::train(lessons(), {12, 20}));
  ASSERT_TRUE(made.ok());
  for (const auto& lesson : lessons()) {
    std::vector<detect::names::Tagged> found;
    made->look(lesson.text, found);
    ASSERT_EQ(found.size(), lesson.spans.size()) << lesson.text;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].name, lesson.spans[i].name);
      EXPECT_EQ(found[i].begin, lesson.spans[i].begin);
      EXPECT_EQ(found[i].end, lesson.spans[i].end);
    }
  }
}

TEST(NamesTraining, ADamagedModelIsRefused) {
  const auto file = detect::names::train(lessons(), {10, 2});
  EXPECT_TRUE(detect::names::Tagger::read(file).ok());
  for (std::size_t size = 0; size < file.size(); size += 97) {
    EXPECT_FALSE(detect::names::Tagger::read(std::string_view(file).substr(0, size)).ok()) << size;
  }
  auto other = file;
  other[8] = 3;
  EXPECT_FALSE(detect::names::Tagger::read(other).ok());
}

}  // namespace
}  // namespace countersign
