#include "app/last_run.hpp"

namespace countersign::app {
namespace {

constexpr std::string_view kResend = "resend";
constexpr std::string_view kAsk = "ask_a_person";

}  // namespace

void begin_run(store::Session& session, const Connectors& connectors) {
  const bool crashed =
      session.first("SELECT digest FROM in_force WHERE what='running'", {}, [](const store::Row&) {});
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
}

void note_channels(store::Session& session, const Connectors& connectors) {
  for (const auto& [name, channel] : connectors.channels)
    session.run(
        "INSERT INTO in_force (what, digest) VALUES ($1,$2) ON CONFLICT (what) DO UPDATE SET digest=CASE WHEN "
        "in_force.digest=$3 THEN in_force.digest ELSE $2 END",
        {"unknown:" + name, channel.when_unknown == WhenUnknown::resend ? kResend : kAsk, kResend});
}

void end_run(store::Session& session) { session.run("DELETE FROM in_force WHERE what='running'"); }

}  // namespace countersign::app
