// `countersign report`, `audit export` and `audit case`: what the record says, for people, programs and regulators.
#include "report/report.hpp"

#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/terminal.hpp"
#include "flow/policy/values.hpp"
#include "flow/state/changes.hpp"
#include "report/export.hpp"
#include "report/openings.hpp"
#include "report/resources.hpp"

namespace countersign::app {
namespace {

/// Who reads the record: the user of the token, or "local": whoever reaches the control socket may read the data folder
/// as well. nullopt when it was said why not.
std::optional<std::string> reader(const Call& call, Services& services) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why"), std::nullopt;
  if (call.token.empty()) return "local";
  const auto who = caller(call, services, users::Action::record);
  if (!who) return std::nullopt;
  return "user:" + who->user;
}

std::optional<report::Span> span(const Call& call, Services& services, const std::string& fallback) {
  const auto both =
      report::span_from(call.command.text("--since", fallback), call.command.text("--until"), services.clock.now());
  if (!both) return cannot(call.err, both.error().message), std::nullopt;
  return *both;
}

int run_report(const Call& call, Services& services) {
  if (!reader(call, services)) return 2;
  const auto when = span(call, services, "30d");
  if (!when) return 2;
  const auto figures =
      report::figures_of(services.gateway->house(), when->since, when->until, services.gateway->published());
  if (!figures) return cannot(call.err, figures.error().message);
  const auto rules = services.gateway->house().rules.get();
  const report::Period period{when->since, when->until, services.config.brand};
  const auto format = call.command.text("--format", "text");
  if (format == "json")
    call.out << json::dump(report::to_json(*figures, period, *rules->set)) << "\n";
  else if (format == "html")
    call.out << report::as_html(report::to_sheet(*figures, period, *rules->set));
  else
    call.out << for_terminal(report::as_text(report::to_sheet(*figures, period, *rules->set)));
  return figures->compared.fine() ? 0 : 1;
}

Status record_export(Services& services, const std::string& actor, std::int64_t entries) {
  Changes changes(services.gateway->house());
  audit::Entry entry;
  entry.kind = audit::Kind::exported;
  entry.actor = actor;
  entry.more = {{"what", "record"}, {"entries", entries}};
  changes.record(std::move(entry));
  return changes.commit();
}

int export_record(const Call& call, Services& services) {
  const auto actor = reader(call, services);
  if (!actor) return 2;
  const auto when = span(call, services, "2000-01-01");
  if (!when) return 2;
  const bool csv = call.command.text("--format") == "csv";
  if (csv) call.out << report::csv_header();
  std::int64_t entries = 0;
  report::Compared compared(services.gateway->published());
  const auto read = report::read_lines(services.store, 0, when->since, when->until, [&](const report::Line& line) {
    call.out << (csv ? report::csv_row(line) : line.body + "\n");
    compared.look(line);
    ++entries;
    return call.out.good();
  });
  if (!read) return cannot(call.err, read.error().message);
  if (!call.out.good()) return cannot(call.err, "the export broke off: nobody takes it any more");
  if (const auto counted = compared.count(services.store); !counted) return cannot(call.err, counted.error().message);
  for (const auto& wrong : compared.wrong()) call.err << wrong << "\n";
  call.err << compared.in_words() << "\n";
  const auto recorded = record_export(services, *actor, entries);
  if (!recorded) return cannot(call.err, recorded.error().message);
  return compared.fine() ? 0 : 1;
}

Result<report::Sheet> case_of(const Call& call, Services& services, const report::CaseFiles& files) {
  const auto& command = call.command;
  if (command.has("--conversation")) {
    if (!command.has("--channel")) return Error{Fault::invalid, "--conversation needs its --channel"};
    return files.of_conversation(command.text("--channel"), command.text("--conversation"));
  }
  if (!command.has("--sample")) return files.of_message(command.text("MESSAGE"));
  const auto count = policy::to_number(command.text("--sample"));
  if (!count) return Error{Fault::invalid, "--sample needs a whole number from 1 on"};
  const auto when = report::span_from(command.text("--since", "30d"), command.text("--until"), services.clock.now());
  if (!when) return when.error();
  return files.of_sample({*count, when->since, when->until, command.text("--channel"), command.text("--language")});
}

int show_case(const Call& call, Services& services) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  const auto who =
      caller(call, services, users::Action::record);  // it shows what customers wrote: never without a name
  if (!who) return 2;
  const int ways =
      int{call.command.has("MESSAGE")} + int{call.command.has("--conversation")} + int{call.command.has("--sample")};
  if (ways != 1) return cannot(call.err, "say which: a MESSAGE, or --conversation with --channel, or --sample");
  const report::CaseFiles files(services.gateway->house(), who->user, services.gateway->receipts(),
                                services.gateway->published());
  const auto sheet = case_of(call, services, files);
  if (!sheet) return cannot(call.err, sheet.error().message);
  call.out << (call.command.text("--format") == "html" ? report::as_html(*sheet)
                                                       : for_terminal(report::as_text(*sheet)));
  return sheet->warnings.empty() ? 0 : 1;
}

int show_opening(const Call& call, Services& services) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  const auto who = caller(call, services, users::Action::record);
  if (!who) return 2;
  const auto opening = report::hand_out_opening(services.gateway->house(), call.command.text("MESSAGE-ID"), who->user);
  if (!opening) return cannot(call.err, opening.error().message);
  call.out << *opening << "\n";
  return 0;
}

}  // namespace

CommandTable report_commands() {
  const OptionSpec period{"--since", "from when on: 30d, 12h, 2026-11-01; 30d without it", "TIME"};
  const OptionSpec until{"--until", "until when, in the same words; until now without it", "TIME"};
  return {{"report",
           "the figures of a period: disclosure, who wrote what, what was held and why, time to a person",
           "countersign report --since 30d --format html --config FILE > report.html",
           {period,
            until,
            {"--format", "how to print; text without it", "FORMAT", false, false, false, {"text", "json", "html"}}},
           {},
           run_report},
          {"audit export",
           "the record, one entry in each line: JSON byte for byte, or CSV",
           "countersign audit export --since 30d --format csv --config FILE > record.csv",
           {{"--since", "from when on: 30d, 12h, 2026-11-01; all without it", "TIME"},
            until,
            {"--format", "jsonl without it", "FORMAT", false, false, false, {"jsonl", "csv"}}},
           {},
           export_record},
          {"audit case",
           "a readable page: what was said, by whom, what was decided and why; this look is recorded",
           "COUNTERSIGN_TOKEN=… countersign audit case MESSAGE-ID --format html --config FILE > case.html",
           {{"MESSAGE", "our id of a message", ""},
            {"--conversation", "the channel's name of a conversation, with --channel", "NAME"},
            {"--sample", "so many conversations, drawn at random", "NUMBER"},
            period,
            until,
            {"--channel", "of the conversation, or only this channel's", "NAME"},
            {"--language", "only conversations in this language", "CODE"},
            {"--format", "text without it", "FORMAT", false, false, false, {"text", "html"}}},
           {},
           show_case},
          {"audit opening",
           "the key of one text's digest, for whoever may check that a receipt is of this text; recorded",
           "COUNTERSIGN_TOKEN=… countersign audit opening MESSAGE-ID --config FILE",
           {{"MESSAGE-ID", "a message, or an entry such as a delivery's `receipt`", "", true}},
           {},
           show_opening}};
}

}  // namespace countersign::app
