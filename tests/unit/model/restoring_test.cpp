// An answer turned back piece by piece: however it is cut, the same text comes out, or it is refused.
#include "flow/model/restoring.hpp"

#include <gtest/gtest.h>

#include <random>

#include "flow/model/pseudonyms.hpp"

namespace countersign {
namespace {

struct Told {
  bool refused = false;
  std::string text;
  friend bool operator==(const Told&, const Told&) = default;
};

Told in_pieces(const Pseudonyms& names, const std::vector<std::string_view>& pieces) {
  auto restoring = names.restoring();
  Told told;
  const auto take = [&](const Result<std::string>& part) {
    told.refused = told.refused || !part;
    if (part) told.text += *part;
  };
  for (const auto piece : pieces) take(restoring.feed(piece));
  take(restoring.finish());
  if (told.refused) told.text.clear();
  return told;
}

Told whole(const Pseudonyms& names, std::string_view text) { return in_pieces(names, {text}); }

class Cut : public testing::Test {
 protected:
  Cut() : names(*Pseudonyms::open("", "secret", Time(), std::chrono::hours(1))) {
    const policy::Mask as = policy::Mask::pseudonym;
    mail = names.hide("ana@example.com", {{"email", 0, 15}}, {{"email", as}});
    name = names.hide("\u0141ucja", {{"person_name", 0, 6}}, {{"person_name", as}});
  }
  Pseudonyms names;
  std::string mail;
  std::string name;
};

TEST_F(Cut, OneOrTwoCutsAnywhereChangeNothing) {
  const std::string text = "Hi " + name + "s, [1] gr\u00FC\u00DFe: " + mail.substr(1, 11) + name.substr(1, 11) + "?";
  const std::string fine = "Hi " + name + "s, [1] gr\u00FC\u00DFe: " + mail + ", " + name.substr(1, 11) + "?";
  for (const std::string& one : {fine, text, fine + " [ZQ", fine + "ZQN2345", "[EMAIL_1] " + fine}) {
    const auto expected = whole(names, one);
    EXPECT_EQ(expected.refused, one != fine);
    const std::string_view all = one;
    for (std::size_t a = 0; a <= all.size(); ++a)
      for (std::size_t b = a; b <= all.size(); ++b)
        ASSERT_EQ(in_pieces(names, {all.substr(0, a), all.substr(a, b - a), all.substr(b)}), expected)
            << one << a << " " << b;
  }
}

TEST_F(Cut, AnyPiecesOfAnyTextGiveWhatTheWholeGives) {
  std::mt19937 random(11);
  const std::vector<std::string> parts = {mail,
                                          name,
                                          mail.substr(0, 5),
                                          mail.substr(5),
                                          name.substr(1, 11),
                                          "[",
                                          "]",
                                          " ",
                                          "s",
                                          "Z",
                                          "Q",
                                          "ZQ",
                                          "\u0142",
                                          "\u200B",
                                          "\uFF3A",
                                          "(",
                                          ")",
                                          "{{",
                                          "}}",
                                          "name",
                                          "<",
                                          "7",
                                          "\n"};
  int sent = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto left = 1 + random() % 7; left > 0; --left) text += parts[random() % parts.size()];
    if (random() % 3 == 0)
      for (char& c : text) c = static_cast<char>(random() % 2 == 0 ? std::tolower(static_cast<unsigned char>(c)) : c);
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < text.size();) {
      const auto size = std::min<std::size_t>(1 + random() % 6, text.size() - at);
      pieces.push_back(std::string_view(text).substr(at, size));
      at += size;
    }
    const auto expected = whole(names, text);
    ASSERT_EQ(in_pieces(names, pieces), expected) << text;
    if (expected.refused) continue;
    ++sent;
    for (std::size_t at = 1; at + 6 <= mail.size() - 1; ++at)
      ASSERT_EQ(expected.text.find(mail.substr(at, 6)), std::string::npos)
          << "a piece of a placeholder was given out: " << text;
  }
  EXPECT_GT(sent, 300);
}

TEST_F(Cut, WhatIsGivenOutBeforeTheEndIsNeverTakenBack) {
  auto restoring = names.restoring();
  std::string out;
  for (const char c : "Write to " + mail + " now") out += *restoring.feed(std::string_view(&c, 1));
  EXPECT_EQ(out, "Write to ana@example.com ");
  EXPECT_EQ(*restoring.finish(), "now");
}

TEST_F(Cut, AfterARefusalNothingMoreComes) {
  auto restoring = names.restoring();
  EXPECT_FALSE(restoring.feed("[EMAIL_1] "));
  EXPECT_FALSE(restoring.feed("fine"));
  EXPECT_FALSE(restoring.finish());
}

}  // namespace
}  // namespace countersign
