// `countersign policy drill`: takes detector, model, helpdesk, store and clock away in turn and shows what was sent
// meanwhile.
#include <algorithm>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/demo/messages_file.hpp"
#include "app/drill/choice.hpp"
#include "app/drill/drill.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"

namespace countersign::app {
namespace {

using drill::Act;
using drill::Row;

constexpr std::size_t kWidth = 58;

/// At most `width` characters of a text, filled up with spaces.
std::string cell(const std::string& text, std::size_t width) {
  std::string out;
  std::size_t count = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins && ++count > width) break;
    out += c;
  }
  return out + std::string(width - std::min(count, width), ' ');
}

std::string what_came(const std::vector<drill::Arrived>& all) {
  std::string text;
  for (const auto& one : all) {
    const auto what = drill::by_ai(one) ? "answered by AI" + (one.notice.empty() ? "" : " (" + one.notice + ")")
                      : one.written_by == "system" ? std::string("an approved line")
                                                   : "a text by " + one.written_by;
    text += (text.empty() ? "" : ", ") + what;
  }
  return text;
}

std::string happened(const Row& row) {
  if (row.seen.status == 0) return "no answer; nothing sent";
  if (row.seen.status != 202)
    return "refused with " + std::to_string(row.seen.status) + ", the sender keeps it; nothing sent";
  std::string text = what_came(row.seen.meanwhile);
  if (text.empty()) text = "nothing sent";
  if (!row.seen.state.empty()) text += ", " + row.seen.state;
  if (const auto later = what_came(row.seen.afterwards); !later.empty())
    text += "; then " + later;
  else if (row.seen.meanwhile.empty() && row.seen.state.empty())
    text += "; then " + (row.seen.state_afterwards.empty() ? "still in work" : row.seen.state_afterwards);
  return text;
}

void print(const Act& act, std::ostream& out) {
  out << (act.part.empty() ? act.what : act.part + ": " + act.what) << "\n";
  for (const Row& row : act.rows) {
    out << "  " << cell(row.text, kWidth) << "  " << (row.wrongs.empty() ? "fine   " : "WRONG  ") << happened(row)
        << "\n";
    for (const auto& wrong : row.wrongs) out << "      " << wrong << "\n";
  }
  out << std::flush;
}

json::Value as_json(const drill::Told& told, const std::string& which) {
  json::Array acts;
  for (const Act& act : told.acts) {
    json::Array rows;
    for (const Row& row : act.rows)
      rows.emplace_back(json::Object{{"message", row.text},
                                     {"status", row.seen.status},
                                     {"happened", happened(row)},
                                     {"wrong", json::Array(row.wrongs.begin(), row.wrongs.end())}});
    acts.emplace_back(json::Object{{"part", act.part}, {"what", act.what}, {"messages", std::move(rows)}});
  }
  return json::Object{{"policies", told.policies},
                      {"which", which},
                      {"wrong", static_cast<std::int64_t>(told.wrongs())},
                      {"messages", static_cast<std::int64_t>(told.messages())},
                      {"ai_spoke", told.ai_spoke()},
                      {"not_tried", json::Array(told.notes.begin(), told.notes.end())},
                      {"faults", std::move(acts)}};
}

void print_end(const drill::Told& told, const std::string& which, std::ostream& out) {
  out << "\nPolicies " << told.policies.substr(0, 16) << ": " << which
      << ". Nothing could reach a customer: every channel ended in this program.\n";
  for (const auto& note : told.notes) out << "Note: " << note << ".\n";
  if (!told.ai_spoke())
    out << "Note: none of these messages is answered by AI even with nothing taken away, so this says little. Give "
           "questions that your articles answer: --messages FILE.\n";
  out << told.messages() << " messages, " << told.acts.size() - 1 << " faults: ";
  if (told.wrongs() == 0)
    out << "nothing was sent that should not be, nothing accepted was lost.\n";
  else
    out << told.wrongs() << (told.wrongs() == 1 ? " thing is" : " things are") << " WRONG.\n";
}

Result<std::vector<std::string>> texts_of(const std::string& file) {
  std::vector<std::string> texts;
  if (file.empty()) return texts;
  auto lines = demo::read_messages(file);
  if (!lines) return lines.error();
  for (auto& line : *lines) texts.push_back(std::move(line.text));
  if (texts.empty() || texts.size() > 50) return Error{Fault::invalid, file + ": give 1 to 50 messages"};
  return texts;
}

int run_drill(const Call& call) {
  const auto loaded = load_config(call.command.text("--config"));
  for (const auto& problem : loaded.problems)
    if (!problem.warning) call.err << yaml::to_line(problem) << "\n";
  if (!loaded.config) return cannot(call.err, "the configuration has errors: mend them and start again");
  const auto texts = texts_of(call.command.text("--messages"));
  if (!texts) return cannot(call.err, texts.error().message);
  const auto choice = drill::Choice::make(*loaded.config, call.command.text("--policies"), SystemClock().now());
  if (!choice) return cannot(call.err, choice.error().message);
  log::setup(loaded.config->log_format, log::Level::error);
  const bool json = call.command.text("--format") == "json";
  if (!json) call.out << "drilling " << choice->which() << "\n" << std::flush;
  const auto told = drill::drill(choice->config(), call.command.text("--channel"), *texts, call.command.all("--part"),
                                 [&](const Act& act) {
                                   if (!json) print(act, call.out);
                                 });
  if (!told) return cannot(call.err, told.error().message);
  if (json)
    call.out << json::dump(as_json(*told, choice->which())) << "\n";
  else
    print_end(*told, choice->which(), call.out);
  return told->wrongs() == 0 ? 0 : 1;
}

}  // namespace

CommandSpec policy_drill_command() {
  return {
      "policy drill",
      "take detector, model, helpdesk, store and clock away in turn, and see that nothing is sent that should not be",
      "countersign policy drill --config countersign.yaml",
      {{"--config", "the configuration and policies to try; its data folder is not touched", "FILE", true, false, true},
       {"--policies", "try this folder (default: what is in force)", "DIR", false, false, true},
       {"--channel", "the channel on which customers write (default: the first)", "NAME"},
       {"--part",
        "take away only this",
        "PART",
        false,
        true,
        false,
        {"detector", "model", "helpdesk", "store", "clock"}},
       {"--messages", "play the texts of these JSON lines {\"conversation\", \"text\"}", "FILE", false, false, true},
       {"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}}},
      run_drill,
      {}};
}

}  // namespace countersign::app
