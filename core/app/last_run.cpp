#include "app/last_run.hpp"

#include <charconv>
#include <fstream>
#include <string>

namespace countersign::app {
namespace {

constexpr std::string_view kResend = "resend";
constexpr std::string_view kAsk = "ask_a_person";

/// One for each start of the machine (random(4)); "" where it cannot be read.
std::string this_boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

}  // namespace

bool begin_run(store::Session& session, const Connectors& connectors) {
  const bool crashed = session.first("SELECT digest FROM in_force WHERE what='running'", {}, [](const store::Row&) {});
  // A channel that asks marks each delivery before it sends it; one that sends again saves that commit and is marked
  // here, for all at once.
  if (crashed)
    session.run(
        "UPDATE outbox SET state='sending' WHERE state='ready' AND 'unknown:' || channel IN "
        "(SELECT what FROM in_force WHERE digest=$1)",
        {kResend});
  session.run("DELETE FROM in_force WHERE what LIKE 'unknown:%'");
  note_channels(session, connectors);
  session.run("INSERT INTO in_force (what, digest) VALUES ('running','') ON CONFLICT (what) DO NOTHING");
  return crashed;
}

void note_channels(store::Session& session, const Connectors& connectors) {
  for (const auto& [name, channel] : connectors.channels)
    session.run(
        "INSERT INTO in_force (what, digest) VALUES ($1,$2) ON CONFLICT (what) DO UPDATE SET digest=CASE WHEN "
        "in_force.digest=$3 THEN in_force.digest ELSE $2 END",
        {"unknown:" + name, channel.when_unknown == WhenUnknown::resend ? kResend : kAsk, kResend});
}

void keep_clock(store::Session& session, std::int64_t offset) {
  const auto kept = this_boot() + " " + std::to_string(offset);
  session.run(
      "INSERT INTO in_force (what, digest) VALUES ('clock_offset',$1) ON CONFLICT (what) DO UPDATE SET digest=$1",
      {kept});
}

std::optional<std::int64_t> kept_clock(store::Session& session) {
  std::string kept;
  session.first("SELECT digest FROM in_force WHERE what='clock_offset'", {},
                [&](const store::Row& row) { kept = row.text(0); });
  const auto boot = this_boot() + " ";
  std::int64_t offset = 0;
  if (boot.size() == 1 || !kept.starts_with(boot)) return std::nullopt;
  const auto [end, problem] = std::from_chars(kept.data() + boot.size(), kept.data() + kept.size(), offset);
  return problem == std::errc() && end == kept.data() + kept.size() ? std::optional(offset) : std::nullopt;
}

void end_run(store::Session& session) { session.run("DELETE FROM in_force WHERE what='running'"); }

}  // namespace countersign::app
