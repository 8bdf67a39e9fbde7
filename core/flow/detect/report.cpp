#include "flow/detect/report.hpp"

#include <istream>
#include <ostream>
#include <string_view>

#include "base/json.hpp"

namespace countersign {
namespace {

/// Hundredths or thousandths as a JSON number: the canonical writer knows no fractions, and this line is not canonical.
std::string decimal(std::int64_t value, int digits) {
  std::string text = std::to_string(value);
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  text.insert(text.size() - places, ".");
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string finding_json(const Finding& finding) {
  std::string out = "{\"kind\":" + json::dump(json::Value(finding.kind)) + ",\"start\":" + std::to_string(finding.start) +
                    ",\"end\":" + std::to_string(finding.end) + ",\"score\":" + decimal(finding.score, 3);
  if (finding.commitment) {
    out += ",\"what\":" + json::dump(json::Value(finding.commitment->what));
    out += ",\"amount\":" + (finding.commitment->cents ? decimal(*finding.commitment->cents, 2) : "null");
    out += ",\"currency\":" + (finding.commitment->currency.empty() ? "null" : json::dump(json::Value(finding.commitment->currency)));
    out += ",\"by\":" + (finding.commitment->by.empty() ? "null" : json::dump(json::Value(finding.commitment->by)));
  }
  return out + "}";
}

std::string error_line(std::string_view message) {
  return json::dump(json::Value(json::Object{{"error", json::Value(message)}}));
}

std::string answer(std::string_view line, const Detector& detector, bool& bad) {
  bad = true;
  const auto parsed = json::parse(line);
  if (!parsed) return error_line("not a JSON object: " + parsed.error().message);
  const auto* id = parsed->find("id");
  const std::string named = id == nullptr ? "" : "\"id\":" + json::dump(*id) + ",";
  const auto with_id = [&](const std::string& answer) { return "{" + named + answer.substr(1); };
  const auto* text = parsed->find("text");
  if (text == nullptr || text->string() == nullptr) return with_id(error_line("\"text\" is missing or no string; write {\"text\": \"…\"}"));
  const auto author = from_word<Author>(parsed->text("written_by", "customer"));
  if (!author) return with_id(error_line("\"written_by\" is not one of customer, ai, ai_edited, person, system"));
  Glimpse glimpse;
  glimpse.text = *text->string();
  glimpse.written_by = *author;
  glimpse.locale = parsed->text("locale");
  const auto sight = detector.look(glimpse);
  if (!sight) return with_id(error_line(sight.error().message));
  bad = false;
  return with_id(report_line(*sight));
}

}  // namespace

std::string report_line(const Sight& sight) {
  json::Array topics;
  for (const auto& topic : sight.topics) topics.emplace_back(topic);
  std::string findings;
  for (const auto& finding : sight.findings) findings += (findings.empty() ? "" : ",") + finding_json(finding);
  return "{\"language\":" + json::dump(json::Value(sight.language)) +
         ",\"topic\":" + json::dump(sight.topics.empty() ? json::Value() : json::Value(sight.topics.front())) +
         ",\"topics\":" + json::dump(json::Value(topics)) + ",\"risk\":" + json::dump(json::Value(to_word(sight.risk))) +
         ",\"emotion\":" + json::dump(json::Value(to_word(sight.emotion))) + ",\"findings\":[" + findings + "]}";
}

int detect_lines(std::istream& in, std::ostream& out, const Detector& detector) {
  int code = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    bool bad = false;
    out << answer(line, detector, bad) << '\n';
    if (bad) code = 1;
  }
  return code;
}

}  // namespace countersign
