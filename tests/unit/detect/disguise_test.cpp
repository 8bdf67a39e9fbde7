// Personal data written so that a person reads it and a plain pattern does not.
#include <gtest/gtest.h>

#include <random>

#include "flow/detect/text_view.hpp"
#include "unit/detect/seen.hpp"

namespace countersign {
namespace {

using Found = std::vector<std::string>;
using detect::folded_view;
using detect::plain_view;

TEST(Disguise, EntitiesAreTheCharactersTheyStandFor) {
  EXPECT_EQ(plain_view("ana&#64;x&period;example &#x40; &commat;").text, "ana@x.example @ @");
  EXPECT_EQ(plain_view("a&amp;#64;b &amp;commat; &#64 x").text, "a@b @ @ x");
  EXPECT_EQ(plain_view("AT&T &nothing; &#0; &#99999999; R&D;").text, "AT&T &nothing; &#0; &#99999999; R&D;");
  EXPECT_EQ(seen("to ana&#64;mail&#46;example.com, please", "email"), Found{"ana&#64;mail&#46;example.com"});
  EXPECT_EQ(seen("4111&nbsp;1111&nbsp;1111&nbsp;1111", "card_number"), Found{"4111&nbsp;1111&nbsp;1111&nbsp;1111"});
}

TEST(Disguise, LettersOfAnotherScriptInsideAWordAreReadAsTheyLook) {
  EXPECT_EQ(plain_view("my pаsswоrd").text, "my password");  // Cyrillic a and o
  EXPECT_EQ(seen("аnа.weber@exаmple.com", "email"), Found{"аnа.weber@exаmple.com"});
  EXPECT_EQ(seen("my pаsswоrd is Tulip!9931", "secret"), Found{"Tulip!9931"});
  EXPECT_EQ(plain_view("пароль и слово").text, "пароль и слово") << "a word of one script stays";
}

TEST(Disguise, FiguresOfAnyScriptCount) {
  EXPECT_EQ(seen("٤١١١١١١١١١١١١١١١", "card_number"), Found{"٤١١١١١١١١١١١١١١١"});
  EXPECT_EQ(seen("4️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️"
                 "⃣",
                 "card_number")
                .size(),
            1U);
  EXPECT_EQ(seen("4111–1111‑1111−1111", "card_number"), Found{"4111–1111‑1111−1111"}) << "three kinds of dashes";
}

TEST(Disguise, AMailboxMayBeSpelledOut) {
  for (const auto* mailbox :
       {"ana dot weber at example dot com", "ana punkt weber at example punkt de", "ana.weber arroba ejemplo punto es",
        "ana punto rossi chiocciola esempio punto it", "ana kropka nowak małpa przyklad kropka pl",
        "ana point petit arobase exemple point fr", "ana [at] example [dot] com", "ana(at)example.com",
        "ana @ example . com", "ana underscore weber at mail dot example dot co dot uk"}) {
    EXPECT_EQ(seen(std::string("write to: ") + mailbox + "!", "email"), Found{mailbox});
  }
  EXPECT_FALSE(sees("I found it at the shop. Come and see us at noon", "email"));
  EXPECT_FALSE(sees("look at example dot com", "email"));
}

TEST(Disguise, ACardMayBeCutOrSpelled) {
  EXPECT_EQ(seen("4111, 1111, 1111, 1111", "card_number"), Found{"4111, 1111, 1111, 1111"});
  EXPECT_EQ(seen("it is 4_1_1_1_1_1_1_1_1_1_1_1_1_1_1_1 ok", "card_number").size(), 1U);
  EXPECT_TRUE(sees("four one one one one one one one one one one one one one one one", "card_number"));
  EXPECT_FALSE(sees("we have 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 left", "card_number"));
}

TEST(Disguise, SpansAreWholeCharactersOfTheOriginalWhateverComes) {
  static constexpr std::string_view pieces[] = {
      "&#64;",   "&commat;", "&#x2028;", "&amp;",  "&",         "а",      "e", "О",    "４",
      "٤",       "1️⃣",  "\u202E",   "\u200D", "ﬃ",         "㎏",     "@", " at ", " dot ",
      "example", ".com",     "4111",     " 1111",  "+49 ",      "-",      "–", "ana",  "\xF0\x9F\x99\x82",
      "pаss",    "word is ", "x",        "**** ",  "IBAN GB29", "\u0301", "ß", "ŉ",    "&nbsp;",
      "one ",    "fünf "};
  std::mt19937 random(815);
  std::uniform_int_distribution<std::size_t> piece(0, std::size(pieces) - 1);
  const auto boundary = [](std::string_view text, std::size_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
  };
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (int left = 1 + round % 30; left > 0; --left) text += pieces[piece(random)];
    const auto sight = detector().look({text, round % 2 == 0 ? Author::customer : Author::ai, "de-AT", {}});
    ASSERT_TRUE(sight) << text;
    for (const auto& one : sight->findings) {
      ASSERT_LE(one.start, one.end) << text;
      ASSERT_LE(one.end, text.size()) << text;
      EXPECT_TRUE(boundary(text, one.start) && boundary(text, one.end)) << one.kind << " in " << text;
    }
  }
}

}  // namespace
}  // namespace countersign
