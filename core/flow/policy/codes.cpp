#include "flow/policy/codes.hpp"

#include <algorithm>
#include <array>

namespace countersign::policy {
namespace {

constexpr auto kCodes = std::to_array<ProblemCode>({
    {"P001", "a byte that is not UTF-8", "Plain YAML"},
    {"P002", "a tab", "Plain YAML"},
    {"P003", "an invisible control character", "Plain YAML"},
    {"P004", "a file too large, or with too many values", "Plain YAML"},
    {"P005", "nested too deeply", "Plain YAML"},
    {"P006", "not readable as YAML", "Plain YAML"},
    {"P007", "a second document in a file", "Plain YAML"},
    {"P008", "an anchor or a reference", "Plain YAML"},
    {"P009", "a tag", "Plain YAML"},
    {"P010", "a merge key", "Plain YAML"},
    {"P011", "a key twice", "Plain YAML"},
    {"P012", "a key that is no plain word", "Plain YAML"},
    {"P013", "a directive", "Plain YAML"},
    {"P014", "an empty file", "Plain YAML"},
    {"P101", "unknown kind of document", "The other documents"},
    {"P102", "a key is missing", "Every word"},
    {"P103", "a key that does not exist", "Every word"},
    {"P104", "a word that does not exist", "Every word"},
    {"P105", "wrong kind of value, or empty", "Every word"},
    {"P106", "not a whole number", "Every word"},
    {"P107", "not a time with its unit", "Every word"},
    {"P108", "not a date", "Every word"},
    {"P109", "not an amount with its currency", "Every word"},
    {"P110", "not a name", "Every word"},
    {"P111", "defined twice", "The other documents"},
    {"P112", "no such notice", "The other documents"},
    {"P113", "no such role", "Who may sign: roles"},
    {"P114", "no such queue", "Who is there: staffing"},
    {"P115", "no such key of the law table", "The other documents"},
    {"P116", "no such topic", "The other documents"},
    {"P117", "a waiver is too long", "One policy, read aloud"},
    {"P118", "a waiver is over", "One policy, read aloud"},
    {"P119", "an entry of `must` asks for more or less than one thing", "One policy, read aloud"},
    {"P120", "a requirement that cannot be kept there", "One policy, read aloud"},
    {"P121", "a pattern contradicts its example", "The other documents"},
    {"P122", "unknown placeholder", "The other documents"},
    {"P123", "file or folder not readable", "Numbers of problems"},
    {"P124", "not opening hours", "Who is there: staffing"},
    {"P125", "not a time zone", "Who is there: staffing"},
    {"P126", "a text of a notice is missing", "The other documents"},
    {"P127", "a text is too long for SMS", "The other documents"},
    {"P128", "never applies, or only half", "One policy, read aloud"},
    {"P129", "a border nobody speaks about", "One policy, read aloud"},
    {"P130", "nobody would be reached", "Who is there: staffing"},
    {"P131", "a language nobody speaks", "Who is there: staffing"},
    {"P132", "a role in which nobody can sign", "Who may sign: roles"},
    {"P133", "on call is a role that lists nobody", "Who is there: staffing"},
    {"P134", "a turn of a case without exactly one text", "Examples and cases"},
    {"P135", "no such policy or moment", "Examples and cases"},
    {"P136", "another policy asks for all of this already (warning)", "One policy, read aloud"},
    {"P137", "a waiver is about to end (warning)", "One policy, read aloud"},
    {"P138", "a notice lacks a language that customers use (warning)", "The other documents"},
    {"P139", "an example no longer proves its policy (warning)", "Examples and cases"},
    {"P140", "not a region", "Where customers are: regions"},
    {"P141", "no such pack", "Packs: policies for a law"},
    {"P142", "not a share", "One policy, read aloud"},
    {"P143", "left out: a link, a name or a place that does not count, a file that nobody reads", "Which files count"},
    {"P144", "not a language", "What customers speak: languages"},
    {"P145", "a channel, brand or model that nobody has (warning)", "Names of your own: channels, brands, models"},
    {"P146", "articles are past their review day, or soon (warning)", "The other documents"},
    {"P147", "a notice of the gateway itself is missing (warning)", "The other documents"},
});

}  // namespace

std::span<const ProblemCode> problem_codes() { return kCodes; }

const ProblemCode* problem_code(std::string_view code) {
  const auto at = std::find_if(kCodes.begin(), kCodes.end(), [&](const ProblemCode& one) { return one.code == code; });
  return at == kCodes.end() ? nullptr : &*at;
}

/// As GitHub names a heading: lower case, spaces to hyphens, other signs gone.
std::string link_to(const ProblemCode& code) {
  std::string link = "policies/README.md#";
  for (const char c : code.chapter) {
    if (c == ' ') link += '-';
    if (c >= 'A' && c <= 'Z') link += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') link += c;
  }
  return link;
}

}  // namespace countersign::policy
