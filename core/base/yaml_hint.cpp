#include "base/yaml_hint.hpp"

#include <algorithm>
#include <vector>

namespace countersign::yaml {
namespace {

constexpr auto kNone = std::string_view::npos;

/// One line, cut where it matters.
struct Line {
  std::size_t indent = 0;  ///< blanks before it, and before what follows "- "
  std::string_view body;   ///< without them, blanks at its end and a comment of its own
  std::string_view key;    ///< "mode" of "mode: enforce"
  std::string_view value;  ///< "enforce"
  [[nodiscard]] int column_of(std::string_view part) const {  // in characters, as people count
    const auto before = body.substr(0, static_cast<std::size_t>(part.data() - body.data()));
    const auto more = std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; });
    return static_cast<int>(indent) + static_cast<int>(more) + 1;
  }
};

std::string_view trimmed(std::string_view text) {
  const auto end = text.find_last_not_of(' ');
  text = text.substr(0, end == kNone ? 0 : end + 1);
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

Line cut(std::string_view text) {
  Line line;
  line.indent = std::min(text.find_first_not_of(' '), text.size());
  if (text.substr(line.indent, 2) == "- ")
    line.indent = std::min(text.find_first_not_of(' ', line.indent + 1), text.size());
  line.body = trimmed(text.substr(line.indent));
  if (line.body.starts_with("#")) line.body = {};
  auto colon = line.body.find(": ");
  if (colon == kNone && line.body.ends_with(":")) colon = line.body.size() - 1;
  if (colon == kNone || line.body.substr(0, colon).find_first_of("\"'{[,") != kNone) return line;
  line.key = line.body.substr(0, colon);
  line.value = trimmed(line.body.substr(colon + 1));
  return line;
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(cut(text.substr(at, end - at)));
    at = end + 1;
  }
  return lines;
}

/// Where the quote that opens `text` closes; npos: nowhere.
std::size_t closing(std::string_view text) {
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '\'' && text.substr(i + 1, 1) == "'")
        ++i;
      else
        return i;
    }
  }
  return kNone;
}

bool plain_rest(std::string_view rest) {
  const auto text = trimmed(rest);
  return text.empty() || text.starts_with("#");
}

/// Between double quotes: a backslash before what makes no sign with it (YAML 1.2, 5.7), as patterns have it.
bool strange_escape(std::string_view quoted) {
  constexpr std::string_view kSigns = "0abtnvfre \"/\\N_LPxuU";
  for (std::size_t i = 1; quoted.front() == '"' && i + 1 < quoted.size() && quoted[i] != '"'; ++i)
    if (quoted[i] == '\\' && kSigns.find(quoted[++i]) == kNone) return true;
  return false;
}

constexpr const char* kStrangeEscape =
    "between double quotes a backslash begins a sign of its own; put this text between single quotes ('...')";

std::string quoted_value(std::string_view value) {
  if (strange_escape(value)) return kStrangeEscape;
  const bool open = value.size() < 2 || closing(value) == kNone;
  const bool apostrophe = value.front() == '\'' && value.find('\'', 1) != kNone;
  if (open) return "the quote that opens here is never closed; write the closing one";
  if (plain_rest(value.substr(closing(value) + 1))) return "";
  return apostrophe ? "the apostrophe in it ends this text; put the text between double quotes (\"...\")"
                    : "the text goes on behind its closing quote; put all of it between one pair of quotes";
}

constexpr std::string_view kNotFirst = "@%`&*";

std::string not_first(char c) { return std::string("a text cannot begin with ") + c + "; put it between quotes"; }

std::string bracketed_value(std::string_view value) {
  std::size_t depth = 0, i = 0;
  for (; i < value.size(); ++i) {
    const char c = value[i];
    if ((c == '"' || c == '\'') && std::string_view("[{, :").find(value[i - 1]) != kNone) {
      if (strange_escape(value.substr(i))) return kStrangeEscape;
      const auto end = closing(value.substr(i));
      if (end == kNone) return "a quote that opens in these brackets is never closed; write the closing one";
      i += end;
    } else if (kNotFirst.find(c) != kNone && value.substr(0, i).ends_with(": ")) {
      return not_first(c);
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if ((c == ']' || c == '}') && --depth == 0) {
      break;
    }
  }
  if (depth > 0)
    return std::string("the bracket that opens here is never closed; write ") + (value[0] == '[' ? "]" : "}");
  return plain_rest(value.substr(i + 1)) ? "" : "the text goes on behind the bracket; put all of it between quotes";
}

std::string of_value(std::string_view value) {
  if (value.empty()) return "";
  if (kNotFirst.find(value[0]) != kNone) return not_first(value[0]);
  if (value[0] == '|' || value[0] == '>')
    return value.size() > 2 ? std::string("after ") + value[0] +
                                  " the text begins in the next line, further in; or put it between quotes here"
                            : "";
  if (value[0] == '"' || value[0] == '\'') return quoted_value(value);
  if (value[0] == '[' || value[0] == '{') return bracketed_value(value);
  if (value.find(": ") != kNone || value.ends_with(":"))
    return "there is a colon in this text; put all of it between quotes";
  return "";
}

bool name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

/// The colon or the blank of "key: value" or "- entry" is missing.
std::string of_form(const Line& line) {
  const auto body = line.body;
  if (body.starts_with("```")) return "``` marks code in other texts; delete this line";
  if (body.starts_with("//")) return "a comment begins with #";
  if (body.size() > 1 && body[0] == '-' && body[1] != ' ' && body[1] != '-') return "write a blank behind the hyphen";
  if (!line.key.empty()) return "";
  const auto colon = body.find(':'), equals = body.find('=');
  if (colon != kNone && colon + 1 < body.size() && body[colon + 1] != '/' && name(body.substr(0, colon)))
    return "write a blank behind the colon of \"" + std::string(body.substr(0, colon)) + "\"";
  if (equals != kNone && name(trimmed(body.substr(0, equals))))
    return "write a colon and a blank behind \"" + std::string(trimmed(body.substr(0, equals))) + "\", no =";
  return "";
}

std::optional<Hint> of_line(const Line& line, int number) {
  if (line.body.empty()) return std::nullopt;
  for (const std::string_view curly : {"“", "”", "„", "«", "»"})
    if (const auto at = line.body.find(curly); at != kNone && (line.value.empty() || !of_value(line.value).empty()))
      return Hint{number, line.column_of(line.body.substr(at)),
                  "curly quotes (" + std::string(curly) + ") count as letters; write straight ones (\")"};
  if (auto mend = of_form(line); !mend.empty()) return Hint{number, line.column_of(line.body), std::move(mend)};
  if (auto mend = of_value(line.value); !mend.empty()) return Hint{number, line.column_of(line.value), std::move(mend)};
  return std::nullopt;
}

std::optional<Hint> of_indent(const Line& line, const Line& before, int number) {
  if (line.body.empty() || line.indent <= before.indent || before.key.empty() || before.value.empty())
    return std::nullopt;
  return Hint{number, static_cast<int>(line.indent) + 1,
              "this line begins further in than the one before it; begin both in the same column"};
}

/// A text behind "|" that is not further in than its key.
std::optional<Hint> of_block(const std::vector<Line>& lines, std::size_t at) {
  for (auto one = at; one-- > 1;) {
    const auto& line = lines[one - 1];
    if (line.value != "|" && line.value != ">") continue;
    const auto& next = lines[one];
    if (next.body.empty() || next.indent > line.indent) return std::nullopt;
    return Hint{static_cast<int>(one) + 1, static_cast<int>(next.indent) + 1,
                "a text of several lines begins further right than its key, in each of its lines"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Hint> hint_for(std::string_view text, int line) {
  const auto lines = lines_of(text);
  const auto at = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(line, 1)), 1, lines.size());
  std::size_t before = at - 1;  // the last line above that says something, from 1; 0: none
  while (before > 0 && lines[before - 1].body.empty()) --before;
  const auto number = [](std::size_t one) { return static_cast<int>(one); };
  if (auto found = of_block(lines, at)) return found;
  if (auto found = of_line(lines[at - 1], number(at))) return found;
  if (before == 0) return std::nullopt;
  if (auto found = of_line(lines[before - 1], number(before))) return found;
  if (auto found = of_indent(lines[at - 1], lines[before - 1], number(at))) return found;
  for (auto one = before; one-- > 1;) {  // what opened further up and was never closed
    const auto value = lines[one - 1].value;
    if (value.empty() || std::string_view("\"'[{").find(value[0]) == kNone) continue;
    if (auto mend = of_value(value); !mend.empty())
      return Hint{number(one), lines[one - 1].column_of(value), std::move(mend)};
  }
  return std::nullopt;
}

bool quote_closes(std::string_view text, std::size_t at) { return closing(text.substr(at)) != kNone; }

}  // namespace countersign::yaml
