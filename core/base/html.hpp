// Text for HTML pages. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace countersign {

/// `text` as it may stand between tags and in quoted attributes: nothing in it is markup any more.
[[nodiscard]] inline std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace countersign
