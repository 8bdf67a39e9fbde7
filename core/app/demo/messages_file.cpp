#include "app/demo/messages_file.hpp"

#include <fstream>

#include "base/crypto.hpp"

namespace countersign::app::demo {
namespace {

/// The line, or what is wrong with it.
Result<Line> line_of(const std::string& text) {
  const auto parsed = json::parse(text);
  if (!parsed) return parsed.error();
  if (parsed->object() == nullptr) return Error{Fault::invalid, "this is no JSON object"};
  for (const auto& [key, value] : *parsed->object()) {
    if (key != "conversation" && key != "text" && key != "locale")
      return Error{Fault::invalid, "unknown member \"" + key + "\"; allowed are conversation, text, locale"};
    if (value.string() == nullptr) return Error{Fault::invalid, "\"" + key + "\" is no string"};
  }
  for (const auto& key : {"conversation", "text"})
    if (parsed->text(key).empty()) return Error{Fault::invalid, std::string("\"") + key + "\" is missing or empty"};
  return Line{"", std::string(parsed->text("conversation")), std::string(parsed->text("text")),
              std::string(parsed->text("locale"))};
}

}  // namespace

Result<std::vector<Line>> read_messages(const std::filesystem::path& file) {
  std::error_code error;
  std::ifstream in(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file, error) || !in)
    return Error{Fault::not_found, file.string() + ": this file cannot be read; give JSON lines with --messages FILE"};
  const auto run = crypto::to_hex(crypto::random_bytes(4));
  std::vector<Line> lines;
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto line = line_of(text);
    if (!line) return Error{Fault::invalid, file.string() + ":" + std::to_string(number) + ": " + line.error().message};
    line->event = run + "-" + std::to_string(number);
    lines.push_back(std::move(*line));
  }
  if (lines.empty()) return Error{Fault::invalid, file.string() + ":1: there is no message in this file"};
  return lines;
}

}  // namespace countersign::app::demo
