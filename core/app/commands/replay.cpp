// `countersign policy replay`: what another set, or the same one today, would do with what really came.
#include "flow/replay/replay.hpp"

#include <unistd.h>

#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "base/json.hpp"
#include "flow/policy/values.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

using replay::Recorded;

std::shared_ptr<const policy::PolicySet> load(const std::filesystem::path& folder, const Call& call) {
  const auto loaded = policy::PolicySet::load(folder, SystemClock().now());
  if (!loaded.ok())
    cannot(call.err, folder.string() + ": this set does not load; `countersign policy check` lists every problem");
  return loaded.set;
}

/// "30d", "12h", "45m", or a time in words ("30 days"); nullopt for anything else.
std::optional<std::chrono::seconds> span_of(const std::string& text) {
  if (const auto words = policy::to_span(text); words && !words->business) return words->length;
  if (text.size() < 2) return std::nullopt;
  const char* unit = text.back() == 'd'   ? " days"
                     : text.back() == 'h' ? " hours"
                     : text.back() == 'm' ? " minutes"
                                          : "";
  const auto span = policy::to_span(text.substr(0, text.size() - 1) + unit);
  return span ? std::optional(span->length) : std::nullopt;
}

/// One line that is written over, on a terminal only.
void show_progress(std::ostream& err, std::size_t done, std::size_t all) {
  if (::isatty(STDERR_FILENO) != 1 || all == 0) return;
  const auto tenths = done * 30 / all;
  err << "\r[" << std::string(tenths, '#') << std::string(30 - tenths, '.') << "] " << done << " of " << all
      << (done >= all ? "\n" : "") << std::flush;
}

struct Asked {
  replay::Read read;
  Time since{};
};

std::optional<Asked> asked(const Call& call) {
  const auto loaded = load_config(call.command.text("--config"));
  if (loaded.readable.data.empty())
    return cannot(call.err, "the configuration names no data folder: correct `data`"), std::nullopt;
  const auto path = loaded.readable.data / "countersign.db";
  Asked all{[path](const store::Store::Job& job) { return store::read_beside(path, job); }, {}};
  if (!call.command.has("--since")) return all;
  const auto span = span_of(call.command.text("--since"));
  if (!span) return cannot(call.err, "--since needs a time with its unit, such as 30d or \"12 hours\""), std::nullopt;
  all.since = SystemClock().now() - *span;
  return all;
}

int finish(const Call& call, const std::string& text, const json::Value& value) {
  call.out << (call.command.text("--format") == "json" ? json::dump(value) + "\n" : text);
  return 0;
}

Result<replay::Passed> read(const Call& call, const Asked& what, const std::function<void(const Recorded&)>& each) {
  return replay::read_decisions(what.read, what.since, each,
                                [&](std::size_t done, std::size_t all) { show_progress(call.err, done, all); });
}

/// What rules did that were in watch mode when the decisions were taken.
int watch_report(const Call& call, const Asked& what) {
  replay::WatchReport report;
  const auto passed = read(call, what, [&](const Recorded& one) { report.add(one); });
  if (!passed) return cannot(call.err, passed.error().message);
  return finish(call, replay::as_text(report, call.command.has("--list")), replay::as_json(report));
}

/// `instead` may be null.
int replay_with(const Call& call, const Asked& what, const policy::PolicySet& with, const policy::PolicySet* instead) {
  const auto minutes = policy::to_number(call.command.text("--minutes", "2"));
  if (!minutes) return cannot(call.err, "--minutes needs a whole number from 1 on");
  const bool watching = call.command.has("--watch-report"), list = call.command.has("--list");
  replay::Replay all(with, instead);
  replay::WatchReport watched(with);
  const auto passed = read(call, what, [&](const Recorded& one) {
    all.add(one);
    if (watching) watched.add(one);
  });
  if (!passed) return cannot(call.err, passed.error().message);
  auto text = replay::as_text(all, *passed, *minutes, list);
  auto value = replay::as_json(all, *passed);
  if (watching) {
    text += "what the rules of this set that only watch would have done\n" + replay::as_text(watched, list);
    (*value.object())["watching"] = replay::as_json(watched);
  }
  finish(call, text, value);
  return all.changes().empty() ? 0 : 1;
}

int run_replay(const Call& call) {
  const auto what = asked(call);
  if (!what) return 2;
  const bool other = call.command.has("--with") || call.command.has("--instead-of");
  if (call.command.has("--watch-report") && !other) return watch_report(call, *what);
  const auto folder = call.command.has("--with") ? std::filesystem::path(call.command.text("--with"))
                                                 : load_config(call.command.text("--config")).readable.policies;
  const auto with = load(folder, call);
  const auto instead = call.command.has("--instead-of") ? load(call.command.text("--instead-of"), call) : nullptr;
  if (!with || (call.command.has("--instead-of") && !instead)) return 2;
  return replay_with(call, *what, *with, instead.get());
}

}  // namespace

CommandSpec replay_command() {
  return {"policy replay",
          "what a set of policies would do with what really came",
          "countersign policy replay --config FILE --since 30d --with policies/mine",
          {{"--config", "the configuration of the installation", "FILE", true, false, true},
           {"--with", "the set to try; without it the one in the configuration", "DIR", false, false, true},
           {"--instead-of", "compare with this set, not with what was decided then", "DIR", false, false, true},
           {"--since", "how far back: 30d, 12h; everything without it", "TIME"},
           {"--watch-report", "what rules in watch mode would have done: those of the record, or with --with those of DIR"},
           {"--minutes", "what one review takes; 2 without it", "NUMBER"},
           {"--list", "every message that changes"},
           {"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}}},
          run_replay,
          {}};
}

}  // namespace countersign::app
