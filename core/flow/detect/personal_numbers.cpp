// Addresses of the net: e-mail, also spelled out, and IP.
#include "flow/detect/checks.hpp"
#include "flow/detect/personal.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

int judge_ip(Candidate& found) {
  if (found.begin > 0 && (is_letter(found.text[found.begin - 1]) || is_digit(found.text[found.begin - 1]) ||
                          found.text[found.begin - 1] == '.' || found.text[found.begin - 1] == ':'))
    return 0;
  static const re2::RE2 release(
      R"(\b(?:v|versi\S{1,4}|wersj\S|firmware|release|build|update|driver|treiber|app)\W{0,3}(?:(?:is|ist|est|es|è|é|to)\W)?$)");
  if (says_in_words(found.before(24), release)) return 0;
  while (found.end > found.begin && found.text[found.end - 1] == '.') --found.end;
  if (found.end < found.text.size() && (is_letter(found.text[found.end]) || is_digit(found.text[found.end]))) return 0;
  return found.written().size() > 1 && ip_address(found.written()) ? 950 : 0;
}

/// "ana punkt weber at example dot com". Without brackets or a sign, a verb in front is no mailbox ("look at example
/// dot com").
int judge_spelled_email(Candidate& found) {
  static const re2::RE2 verb(
      R"((?i)^(?:look|looking|visit|go|shop|shopping|see|find|found|order|ordered|bought|buy|us|is|am|are|me|it)\s+at\s)");
  return inside_a_word(found) || says(found.written(), verb) ? 0 : 850;
}

/// A mailbox whose separators are words, spaces or brackets: one part of a name, the words for its separators, and the
/// ends of domains that people spell out. Any of it may be written plainly.
std::string spelled_email() {
  // Letters of any script, written as a range: \pL here would make the pattern forty times larger.
  const std::string letters = R"([a-z0-9\x{C0}-\x{1FFF}\x{2C00}-\x{10FFFF}]+)";
  const std::string name = letters + "(?:[_+-]" + letters + "){0,4}";
  const std::string dots = R"((?:dot|punkt|punto|ponto|point|punt|kropka|\.))";
  const std::string dot = R"((?:\s{0,2}[\[({<]\s?)" + dots + R"(\s?[\])}>]\s{0,2}|\s{1,2})" + dots + R"(\s{1,2}|\.))";
  const std::string dash =
      R"(\s{1,2}(?:underscore|unterstrich|dash|minus|hyphen|bindestrich|tiret|gui[oó]n|trattino|h[ií]fen|streepje|podkre[sś]lnik)\s{1,2})";
  const std::string sign = "at|ät|arroba|chiocciola|arobas|arobase";
  const std::string at = R"((?:\s{0,2}[\[({<]\s?(?:@|)" + sign + R"()\s?[\])}>]\s{0,2}|\s{1,2}(?:)" + sign +
                         R"(|ma[lł]pa|apenstaartje|klammeraffe)\s{1,2}|\s{1,2}@\s{0,2}|@\s{0,2}))";
  const std::string end =
      "(?:com|org|net|edu|gov|info|biz|io|co|app|dev|shop|online|mail|email|example|test|eu|uk|us|ie|ca|au|de|at|ch|fr|"
      "be|lu|es|mx|ar|it|pt|br|nl|pl|se|dk|fi|no|cz|in)";
  const std::string part = "(?:(?:" + dot + "|" + dash + ")" + name + ")";
  return "(?i)" + name + part + "{0,3}" + at + name + part + "{0,2}" + dot + end;
}

/// "a n a dot g a r c i a at e x a m p l e dot o r g": letter by letter before the sign or behind it.
std::string lettered_email() {
  const std::string letters = R"((?:[a-z0-9](?:[ -][a-z0-9]){1,24}))";
  const std::string name = R"((?:[a-z0-9](?:[ -][a-z0-9]){1,24}|[a-z0-9_-]{2,30}))";
  const std::string dot = R"((?:\s?[.]\s?|\s(?:dot|punkt|punto|ponto|point|punt|kropka)\s))";
  const std::string at = R"(\s{0,2}(?:@|\b(?:at|ät|arroba|chiocciola|arobas|arobase|ma[lł]pa|apenstaartje)\b)\s{0,2})";
  const std::string end = R"((?:[a-z](?:[ -][a-z]){1,5}|[a-z]{2,12})\b)";
  const auto mailbox = [&](const std::string& before, const std::string& behind) {
    return before + "(?:" + dot + before + "){0,2}" + at + behind + "(?:" + dot + name + "){0,2}" + dot + end;
  };
  return R"((?i)\b(?:)" + mailbox(letters, name) + "|" + mailbox(name, letters) + ")";
}

}  // namespace

std::span<const PersonalPattern> address_patterns() {
  static const auto spelled = spelled_email();
  static const auto lettered = lettered_email();
  static const PersonalPattern patterns[] = {
      {"email", R"((?i)[\pL\pN][\pL\pN._%+'-]*@[\pL\pN](?:[\pL\pN-]*[\pL\pN])?(?:\.[\pL\pN-]+)*\.\pL{2,24})"},
      {"email", lettered, judge_spelled_email},
      {"email", spelled, judge_spelled_email},
      {"ip_address", R"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:/\d{1,2})?)", judge_ip},
      {"ip_address", R"((?i)[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:.]{0,40}(?:/\d{1,3})?)", judge_ip},
  };
  return patterns;
}

}  // namespace countersign::detect
