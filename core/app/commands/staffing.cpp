// `countersign policy staffing`: what would be promised at a moment, which queue would get the work, who would be
// reached.
#include <charconv>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/commands/names.hpp"
#include "flow/policy/validate.hpp"
#include "flow/policy/zone.hpp"

namespace countersign::app {
namespace {

struct Question {
  Time at{};
  std::string language, priority, region;
  int waiting = 0;
};

/// The options as a question; nullopt, with a line on `err`, when one cannot be read.
std::optional<Question> question_of(const Call& call) {
  Question asked;
  asked.language = call.command.text("--language", "en");
  asked.priority = call.command.text("--priority", "urgent");
  asked.region = call.command.text("--region");
  const auto at = call.command.text("--at");
  const auto moment = at.empty() ? std::optional(SystemClock().now()) : from_rfc3339(at);
  const auto waiting = call.command.text("--waiting", "0");
  const auto [end, failed] = std::from_chars(waiting.data(), waiting.data() + waiting.size(), asked.waiting);
  if (!moment) {
    cannot(call.err, "--at " + at + ": write the moment with its offset, such as 2026-12-24T13:00:00+01:00");
  } else if (failed != std::errc() || end != waiting.data() + waiting.size() || asked.waiting < 0) {
    cannot(call.err, "--waiting " + waiting + ": write how many conversations wait, such as 40");
  } else {
    asked.at = *moment;
    return asked;
  }
  return std::nullopt;
}

std::string local_text(const std::string& zone, Time at) {
  const auto local = policy::Zone(zone).local(at);
  return to_rfc3339(Time(local)).substr(0, 16).replace(10, 1, " ") + " " + zone;
}

void print_reached(const Call& call, const policy::PolicySet& set, const policy::Staffing& staffing,
                   const Question& asked) {
  const auto all = policy::reachable(set.queues(), set.roles(), staffing.queue, asked.priority, asked.at);
  auto then = "  if nobody answers (" + asked.priority + "): ";
  for (const auto& one : all) {
    call.out << then << one.why << "\n";
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(set.queues().find(one.queue)->second.next_on_call_after);
    then = "    after " + std::to_string(minutes.count()) + " minutes: ";
  }
  call.out << then << (all.empty() ? "nobody is on call now; it waits for the queue\n" : "a case is opened\n");
}

void print(const Call& call, const policy::PolicySet& set, const policy::Staffing& staffing, const Question& asked) {
  const bool open = policy::open_at(staffing, asked.at);
  call.out << staffing.queue << ": " << local_text(staffing.zone, asked.at) << ", " << (open ? "open" : "closed")
           << "\n";
  const auto routing = policy::route(set.queues(), staffing.queue, asked.language, asked.at);
  const auto& taking = set.queues().find(routing.queue)->second;
  if (!routing.why.empty())
    call.out << (routing.queue == staffing.queue ? "  work stays here: " : "  work goes to " + routing.queue + ": ")
             << routing.why << "\n";
  const auto promise = policy::promise_of(taking, asked.at, asked.language, asked.waiting);
  call.out << "  promised: "
           << (promise ? policy::in_words(*promise, asked.language, asked.region) : "no time, since there is none")
           << "\n";
  print_reached(call, set, taking, asked);
}

int staffing(const Call& call) {
  const auto folder = call.command.text("DIR");
  const auto asked = question_of(call);
  if (!asked || closed_words(call) != 0) return 2;
  if (!std::filesystem::is_directory(folder)) return cannot(call.err, folder + ": there is no such folder");
  const auto loaded = policy::PolicySet::load(folder, asked->at);
  if (!loaded.ok()) return cannot(call.err, "the set does not load; `countersign policy check` lists every problem");
  const auto wanted = call.command.text("--queue");
  bool found = false;
  for (const auto& [id, one] : loaded.set->queues()) {
    if (!wanted.empty() && id != wanted) continue;
    found = true;
    print(call, *loaded.set, one, *asked);
  }
  if (found) return 0;
  std::vector<std::string_view> known;
  for (const auto& [id, one] : loaded.set->queues()) known.push_back(id);
  return cannot(call.err, known.empty()
                              ? "this set has no staffing document"
                              : "--queue: " + policy::unknown(wanted, "a queue of the staffing document", known));
}

}  // namespace

CommandSpec staffing_command() {
  return {"policy staffing",
          "what would be promised at a moment, who would get the work, who would be reached",
          "countersign policy staffing policies/starter --at 2026-12-24T13:00:00+01:00 --language de",
          {{"DIR", "the folder of policies", "", true},
           {"--at", "the moment, now without it", "TIME"},
           {"--language", "the customer's language", "LANGUAGE"},
           {"--region", "the customer's region, such as US", "REGION"},
           {"--queue", "only this queue", "QUEUE"},
           {"--priority", "how urgent it is", "PRIORITY", false, false, false, {"normal", "urgent", "page_someone"}},
           {"--waiting", "how many wait already", "NUMBER"}},
          staffing,
          {}};
}

}  // namespace countersign::app
