#include "flow/detect/marked.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace countersign {
namespace {

constexpr std::string_view kUnderlined = "\033[1;4m";
constexpr std::string_view kPlain = "\033[0m";

/// What is put before one byte of the text. Ends come before starts.
struct Mark {
  std::size_t at = 0;
  bool starts = false;
  std::size_t number = 0;
};

std::vector<Mark> marks_of(const std::vector<Finding>& findings, std::size_t size) {
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].start >= findings[i].end || findings[i].end > size) continue;
    marks.push_back({findings[i].start, true, i + 1});
    marks.push_back({findings[i].end, false, i + 1});
  }
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.at != b.at ? a.at < b.at : a.starts < b.starts; });
  return marks;
}

/// What comes from a customer must not steer the terminal.
void put_safely(std::string& out, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F)
      out += c;
    else
      out += c == '\n' ? '\n' : ' ';
  }
}

std::string what_is_promised(const Commitment& promise) {
  std::string out = ": " + promise.what;
  if (promise.cents) {
    const auto cents = std::to_string(*promise.cents % 100);
    out += ", " + std::to_string(*promise.cents / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
    if (!promise.currency.empty()) out += " " + promise.currency;
  }
  return promise.by.empty() ? out : out + ", " + promise.by;
}

}  // namespace

std::string in_plain_words(std::string_view kind) {
  static const std::map<std::string_view, std::string_view> words = {
      {"email", "e-mail address"},
      {"phone", "phone number"},
      {"iban", "bank account (IBAN)"},
      {"us_ssn", "US social security number"},
      {"national_id", "national id"},
      {"url", "web address"},
      {"secret", "password, PIN or key"},
      {"health", "health"},
      {"asks_if_ai", "asks whether this is AI"},
      {"self_harm", "danger to life"},
      {"commitment", "promise or admission"},
      {"advice", "legal, medical or financial advice"},
      {"refusal", "refuses a refund, claim or cancellation"},
      {"ungrounded", "rests on no source"},
      {"repeats_reply", "says the same again"},
      {"prompt_injection", "tries to give orders to the AI"},
      {"discloses_ai", "says that it is AI"},
      {"contradicts_disclosure", "says that it is AI and claims to be human"}};
  if (const auto known = words.find(kind); known != words.end()) return std::string(known->second);
  std::string out(kind);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string marked(std::string_view text, const Sight& sight, bool colours) {
  std::string out;
  std::size_t done = 0;
  for (const auto& mark : marks_of(sight.findings, text.size())) {
    put_safely(out, text.substr(done, mark.at - done));
    done = mark.at;
    const auto number = std::to_string(mark.number);
    if (mark.starts)
      out += "[" + number + " " + std::string(colours ? kUnderlined : "");
    else
      out += std::string(colours ? kPlain : "") + " " + number + "]";
  }
  put_safely(out, text.substr(done));
  out += "\n\n";
  for (std::size_t i = 0; i < sight.findings.size(); ++i) {
    const auto& finding = sight.findings[i];
    out += "  " + std::to_string(i + 1) + "  " + in_plain_words(finding.kind) + " (" + finding.kind + ")";
    if (finding.commitment) out += what_is_promised(*finding.commitment);
    if (finding.start >= finding.end) out += ", in the whole text";
    out += ", " + std::to_string(finding.score / 10) + " % sure\n";
  }
  if (sight.findings.empty()) out += "  nothing seen\n";
  std::string topics;
  for (const auto& topic : sight.topics) topics += (topics.empty() ? "" : ", ") + topic;
  out += "  language " + (sight.language.empty() ? "not known" : sight.language) + "; topics " +
         (topics.empty() ? "none" : topics) + "; risk " + std::string(to_word(sight.risk)) + "; emotion " +
         std::string(to_word(sight.emotion)) + "\n";
  return out;
}

}  // namespace countersign
