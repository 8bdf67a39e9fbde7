#include "flow/detect/language.hpp"

#include <gtest/gtest.h>

namespace countersign::detect {
namespace {

/// Policies name languages by ISO 639-1; the detector and browsers have other codes for some.
TEST(Language, IsNamedAsPoliciesNameIt) {
  EXPECT_EQ(language_of("שלום, איפה החבילה שלי? הזמנתי אותה לפני שבועיים ועדיין לא קיבלתי אותה.", ""), "he");
  EXPECT_EQ(language_of("Hei, hvor er pakken min? Jeg bestilte den for to uker siden og har fortsatt ikke fått den.", ""),
            "no");
  for (const auto& [locale, language] : {std::pair{"iw-IL", "he"}, {"he", "he"}, {"nb-NO", "no"}, {"no", "no"},
                                         {"in-ID", "id"}, {"de-AT", "de"}})
    EXPECT_EQ(language_of("12345", locale), language) << locale;
}

}  // namespace
}  // namespace countersign::detect
