// `countersign policy packs`: the policies for a law that can be added to a set, and what each of them is and is not.
#include <algorithm>
#include <chrono>

#include "app/bundled.hpp"
#include "app/commands/gateway_commands.hpp"
#include "base/json.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

/// "144 days ago", from a date as documents write it.
std::string ago(const std::string& date, Time now) {
  const auto then = from_rfc3339(date + "T00:00:00Z");
  if (!then) return "";
  const auto days = std::chrono::duration_cast<std::chrono::hours>(now - *then).count() / 24;
  return days < 0 ? "in the future" : std::to_string(days) + (days == 1 ? " day ago" : " days ago");
}

std::string sentences(const char* head, const std::vector<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? head : "             ") + one + "\n";
  return text;
}

std::string as_text(const policy::PacksOf& all, const fs::path& folder, Time now) {
  std::string text;
  for (const auto& pack : all.packs) {
    text += pack.id + ": " + pack.title + " (" + std::to_string(pack.policies) +
            (pack.policies == 1 ? " policy)\n" : " policies)\n");
    text += "    binds    " + pack.binds + "\n";
    for (const auto& key : pack.law)
      if (const auto law = all.law.find(key); law != all.law.end())
        text += "    law      " + law->second.clause + " (" + law->second.date + "): " + law->second.duty + "\n";
    text += sentences("    set too  ", pack.settings) + sentences("    left out ", pack.left_out);
    text += "    state    compared with the law on " + pack.compared_with_law + ", " +
            ago(pack.compared_with_law, now) + "; " + pack.reviewed_by_counsel + "\n\n";
  }
  return text + "To add one to your set: cp -r " + (folder / "ID").string() +
         " DIR/ and then countersign policy check DIR\n" + "Not legal advice.\n";
}

json::Value as_json(const policy::PacksOf& all) {
  json::Array list;
  for (const auto& pack : all.packs)
    list.emplace_back(json::Object{{"id", pack.id},
                                   {"title", pack.title},
                                   {"version", pack.version},
                                   {"policies", pack.policies},
                                   {"binds", pack.binds},
                                   {"law", json::Array(pack.law.begin(), pack.law.end())},
                                   {"compared_with_law", pack.compared_with_law},
                                   {"reviewed_by_counsel", pack.reviewed_by_counsel},
                                   {"settings", json::Array(pack.settings.begin(), pack.settings.end())},
                                   {"left_out", json::Array(pack.left_out.begin(), pack.left_out.end())}});
  return list;
}

int packs(const Call& call) {
  fs::path folder = call.command.text("--in");
  if (folder.empty()) {
    const auto ours = bundled(fs::path("policies") / "packs");
    if (!ours) return cannot(call.err, ours.error().message);
    folder = *ours;
  }
  if (!fs::is_directory(folder)) return cannot(call.err, folder.string() + ": there is no such folder");
  const auto all = policy::packs_in(folder);
  if (!all) return cannot(call.err, all.error().message);
  call.out << (call.command.text("--format") == "json" ? json::dump(as_json(*all)) + "\n"
                                                       : as_text(*all, folder, SystemClock().now()));
  return 0;
}

}  // namespace

CommandSpec policy_packs_command() {
  return {"policy packs",
          "the policies for a law that come with the program, and what each leaves to you",
          "countersign policy packs",
          {{"--in", "the packs in this folder, such as your own set, instead", "DIR", false, false, true},
           {"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}}},
          packs,
          {}};
}

}  // namespace countersign::app
