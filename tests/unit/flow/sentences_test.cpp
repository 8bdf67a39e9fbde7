// Where a sentence ends, in our languages.
#include "flow/grounding/sentences.hpp"

#include <gtest/gtest.h>

#include <string>

namespace countersign::grounding {
namespace {

std::vector<std::string> split(const std::string& text, std::size_t most = 100) {
  std::vector<std::string> all;
  for (const auto& [start, end] : sentences_of(text, most)) all.push_back(text.substr(start, end - start));
  return all;
}

using Texts = std::vector<std::string>;

TEST(Sentences, EndWhereAReaderSaysSo) {
  EXPECT_EQ(split("Hello!  How are you?\nFine."), (Texts{"Hello!", "How are you?", "Fine."}));
  EXPECT_EQ(split("¿Dónde está? Aquí. «Bien.» Sí."), (Texts{"¿Dónde está?", "Aquí.", "«Bien.»", "Sí."}));
  EXPECT_EQ(split("It costs 12 €. Please pay."), (Texts{"It costs 12 €.", "Please pay."}));
  EXPECT_EQ(split("Steps:\n- Open Settings\n- Choose Security"),
            (Texts{"Steps:", "- Open Settings", "- Choose Security"}));
}

TEST(Sentences, DoNotEndInAbbreviationsDatesAndNumbers) {
  for (const char* one :
       {"Wir liefern z. B. Schuhe am 3. März nach Wien.", "Siehe Art. 5 Abs. 2 der Bedingungen.",
        "Fragen Sie Dr. Keller.", "It costs 12.50 EUR, e.g. For shoes.", "Llame al Sr. García, p. ej. Hoy.",
        "Bel dhr. Jansen op 020.", "Proszę zadzwonić do ul. Długa 5.", "Contactez M. Dupont au tel. 0102.",
        "Il sig. Rossi arriva il 3. Mai."})
    EXPECT_EQ(split(one), Texts{one});
  EXPECT_EQ(split("No. It cannot."), (Texts{"No.", "It cannot."})) << "an answer, not a number";
  EXPECT_EQ(split("Das kostet 30. Wir zahlen."), (Texts{"Das kostet 30.", "Wir zahlen."}));
}

TEST(Sentences, AreAtMostSoManyAndTakeAnyBytes) {
  EXPECT_EQ(split("One two. Three four. Five six.", 2).size(), 2U);
  EXPECT_TRUE(split("").empty());
  EXPECT_TRUE(split(" \n\t ").empty());
  EXPECT_EQ(split("...").size(), 1U);
}

}  // namespace
}  // namespace countersign::grounding
