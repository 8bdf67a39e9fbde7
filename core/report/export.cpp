#include "report/export.hpp"

#include <array>

namespace countersign::report {
namespace {

/// Quoted where it must be (RFC 4180); what a spreadsheet would take for a formula is kept from being one.
std::string field(std::string_view text) {
  std::string plain(text);
  if (!plain.empty() && std::string_view("=+-@\t\r").find(plain.front()) != std::string_view::npos)
    plain.insert(0, "'");
  if (plain.find_first_of(",\"\r\n") == std::string::npos) return plain;
  std::string quoted = "\"";
  for (const char c : plain) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

std::string joined(const json::Value* list, std::string_view member) {
  std::string text;
  if (list == nullptr || list->array() == nullptr) return text;
  for (const auto& item : *list->array()) {
    const auto word =
        member.empty() ? (item.string() == nullptr ? std::string_view() : *item.string()) : item.text(member);
    text.append(text.empty() ? "" : " ").append(word);
  }
  return text;
}

constexpr std::array<std::string_view, 9> kPlain = {"kind",  "conversation", "message", "channel", "author",
                                                    "actor", "border",       "notice",  "reason"};

}  // namespace

std::string csv_header() {
  std::string header = "seq,id,at";
  for (const auto& name : kPlain) header.append(",").append(name);
  return header + ",verdict,rules,policies,legal,waivers\r\n";
}

std::string csv_row(const Line& line) {
  std::string row = std::to_string(line.seq) + "," + field(line.id) + "," + to_rfc3339(line.at);
  const auto entry = json::parse(line.body);
  const json::Value nothing;
  const json::Value& whole = entry ? *entry : nothing;
  for (const auto& name : kPlain) row += "," + field(whole.text(name));
  const auto* found = whole.find("decision");
  const json::Value& decision = found == nullptr ? nothing : *found;
  row += "," + field(decision.text("verdict")) + "," + field(joined(decision.find("rules"), "policy")) + "," +
         field(decision.text("policy")) + "," + field(joined(decision.find("legal"), "")) + "," +
         field(joined(decision.find("waivers"), ""));
  return row + "\r\n";
}

}  // namespace countersign::report
