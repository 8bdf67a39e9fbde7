#include "app/terminal.hpp"

#include <gtest/gtest.h>

namespace countersign::app {
namespace {

TEST(ForTerminal, WhatOthersWroteCannotMoveTheCursorOrHideAnything) {
  EXPECT_EQ(for_terminal("Gr\xC3\xBC\xC3\x9F"
                         "e\nline two \xF0\x9F\x99\x82"),
            "Gr\xC3\xBC\xC3\x9F"
            "e\nline two \xF0\x9F\x99\x82");
  EXPECT_EQ(for_terminal("a\x1b[2Jb\r\x07"), "a\\u{1B}[2Jb\\u{D}\\u{7}");
  EXPECT_EQ(for_terminal("pay \xE2\x80\xAE"
                         "001\xE2\x80\x8B"),
            "pay \\u{202E}001\\u{200B}");
  EXPECT_EQ(for_terminal("\xC2\x9B"
                         "31m"),
            "\\u{9B}31m");
}

}  // namespace
}  // namespace countersign::app
