#include "flow/detect/marked.hpp"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Marked, NumbersWhatWasSeenAndSaysItInPlainWords) {
  const Sight sight{
      "en", {"refund"}, Level::medium, Level::low, {{"card_number", 5, 9, 950}, {"repeats_itself", 0, 0, 900}}};
  EXPECT_EQ(marked("Card 4111!", sight, false),
            "Card [1 4111 1]!\n\n"
            "  1  card number (card_number), 95 % sure\n"
            "  2  repeats itself (repeats_itself), in the whole text, 90 % sure\n"
            "  language en; topics refund; risk medium; emotion low\n");
}

TEST(Marked, OverlappingFindingsKeepTheirOwnMarksAndEveryByteOfTheText) {
  const Sight sight{"", {}, Level::low, Level::low, {{"a", 0, 4, 1000}, {"b", 2, 6, 1000}, {"c", 4, 6, 1000}}};
  const auto shown = marked("abcdef", sight, false);
  EXPECT_EQ(shown.substr(0, shown.find('\n')), "[1 ab[2 cd 1][3 ef 2] 3]");
}

TEST(Marked, SaysWhatIsPromised) {
  const Sight sight{
      "", {}, Level::low, Level::low, {{"commitment", 0, 2, 900, Commitment{"money", 2505, "EUR", "friday"}}}};
  EXPECT_NE(marked("ok", sight, false).find("promise or admission (commitment): money, 25.05 EUR, friday, 90 % sure"),
            std::string::npos);
}

TEST(Marked, ColoursOnlyWhenAskedAndACustomerCannotSteerTheTerminal) {
  const Sight sight{"", {}, Level::low, Level::low, {{"a", 0, 1, 1000}}};
  EXPECT_EQ(marked("x\033[2J\r\nfine", sight, false).find('\033'), std::string::npos);
  EXPECT_NE(marked("x", sight, true).find("\033[1;4mx\033[0m"), std::string::npos);
}

}  // namespace
}  // namespace countersign
