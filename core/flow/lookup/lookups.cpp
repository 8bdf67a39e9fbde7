#include "flow/lookup/lookups.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace countersign {
namespace {

/// How long after it was looked up a fact may leave in a text that nobody signed.
constexpr std::chrono::minutes kLeavesWithin{10};
constexpr std::chrono::minutes kClocksDiffer{5};  // of two machines that are both right

/// "2026-11-21 10:05 UTC"
std::string minute(Time time) {
  auto text = to_rfc3339(time).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

/// The source line's words: "orders, as of 2026-11-21 10:05 UTC".
std::string title_of(const std::string& lookup, Time as_of, const std::string& language) {
  const auto base = language.substr(0, language.find('-'));
  const std::string_view since = base == "de"   ? ", Stand "
                                 : base == "fr" ? ", au "
                                 : base == "es" ? ", a fecha de "
                                 : base == "it" ? ", al "
                                 : base == "pt" ? ", em "
                                 : base == "nl" ? ", per "
                                 : base == "pl" ? ", stan na "
                                                : ", as of ";
  return lookup + std::string(since) + minute(as_of);
}

std::string_view word(plugin::Found::Outcome outcome) {
  switch (outcome) {
    case plugin::Found::Outcome::not_asked:
      return "not_asked";
    case plugin::Found::Outcome::not_found:
      return "not_found";
    case plugin::Found::Outcome::found:
      break;
  }
  return "found";
}

bool serves(const LookupDesk& desk, const std::string& channel) {
  return desk.channels.empty() || desk.channels.contains(channel);
}

/// One look: what the lookup said, put where it belongs.
class Look {
 public:
  Look(const LookupDesk& desk, const Conversation& conversation, Time now, LookedUp& all)
      : desk_(desk), conversation_(conversation), now_(now), all_(all) {}

  void failed(const Error& error) {
    const auto& name = desk_.plugin->name();
    log::warning("lookup_failed", {{"lookup", name}, {"conversation", conversation_.id}, {"why", error.message}});
    all_.try_again = all_.try_again || error.fault == Fault::unavailable;
    all_.for_agents += "\nLooked up in " + name + ": it could not be asked (" + error.message + ").";
    a_person("the lookup \"" + name + "\" could not be asked");
  }

  void answered(const plugin::Found& found) {
    const auto& name = desk_.plugin->name();
    for (const auto& fact : found.facts) add(fact);
    if (found.outcome == plugin::Found::Outcome::not_found)
      all_.for_agents += "\nLooked up in " + name + ": nothing found for this customer.";
    else if (found.missing > 0)
      all_.for_agents += "\nLooked up in " + name + ": " + std::to_string(found.missing) +
                         " more of what was named was not found for this customer.";
    if (found.missing > 0 && found.outcome == plugin::Found::Outcome::found)
      a_person("not all that was named was found in \"" + name + "\"");
  }

 private:
  void a_person(const std::string& why) {
    if (all_.a_person_because.empty()) all_.a_person_because = why;
  }

  void add(const plugin::Fact& fact) {
    const auto& name = desk_.plugin->name();
    // A fact of tomorrow has a wrong clock behind it: nobody knows how old it is.
    const bool ahead = fact.as_of && *fact.as_of > now_ + kClocksDiffer;
    const bool old = !fact.as_of || ahead || *fact.as_of + desk_.max_age < now_;
    std::string line = "\nLooked up in " + name + " (" + fact.source +
                       (fact.as_of ? ", as of " + minute(*fact.as_of) : ", of unknown age") + (ahead ? ", IN THE FUTURE" : old ? ", OLD" : "") +
                       "): ";
    line += fact.text.empty() ? fact.key : fact.text;
    if (!fact.shown.empty()) line += " [" + fact.shown + "]";
    all_.for_agents += line;
    if (old) return a_person("what \"" + name + "\" says is too old for AI");
    if (fact.text.empty()) return a_person("\"" + name + "\" has no whole sentence about this");
    all_.passages.push_back({title_of(name, *fact.as_of, conversation_.language), fact.text, "", fact.answers,
                             std::min<Time>(*fact.as_of + desk_.max_age, now_ + kLeavesWithin)});
  }

  const LookupDesk& desk_;
  const Conversation& conversation_;
  Time now_;
  LookedUp& all_;
};

audit::Entry entry_of(const LookupDesk& desk, const Result<plugin::Found>& found, const std::string& message,
                      Border border) {
  audit::Entry entry;
  entry.kind = audit::Kind::looked_up;
  entry.message = message;
  entry.border = to_word(border);
  entry.actor = "system";
  entry.plugin_digest = desk.plugin->plugin().digest();
  entry.more = {{"lookup", desk.plugin->name()}, {"outcome", found ? word(found->outcome) : "failed"}};
  if (!found) return entry;
  entry.more["facts"] = found->facts.size();
  entry.more["missing"] = found->missing;
  json::Array sources;
  for (const auto& fact : found->facts)
    sources.push_back(json::Object{{"source", fact.source}, {"as_of", fact.as_of ? to_rfc3339(*fact.as_of) : ""}});
  if (!sources.empty()) entry.more["sources"] = std::move(sources);
  return entry;
}

}  // namespace

LookedUp Lookups::look(const Conversation& conversation, const std::string& text, const std::string& message,
                       Border border) const {
  LookedUp all;
  Changes changes(house_);
  const auto now = house_.clock.now();
  bool anything = false;
  std::string nothing_in;
  const auto connectors = house_.connectors.get();
  for (const auto& desk : connectors->lookups) {
    if (!serves(desk, conversation.channel)) continue;
    auto sought = gate_.seek(conversation, {text, conversation.customer_id, conversation.channel, conversation.name,
                                            conversation.language, now});
    if (!sought) return {};  // the policies keep this text from our own systems; so no lookup sees it either
    const auto found = egress_.look(std::move(*sought), *desk.plugin);
    if (found && found->outcome == plugin::Found::Outcome::not_asked) continue;
    changes.record(conversation, entry_of(desk, found, message, border));
    Look look(desk, conversation, now, all);
    if (found)
      look.answered(*found);
    else
      look.failed(found.error());
    anything = true;
    if (found && found->outcome == plugin::Found::Outcome::not_found) nothing_in = desk.plugin->name();
  }
  if (all.passages.empty() && all.a_person_because.empty() && !nothing_in.empty())
    all.a_person_because = "looked up in \"" + nothing_in + "\", nothing found for this customer";
  if (!anything) return all;
  if (const auto kept = changes.commit(); !kept) {  // what is not on the record was not looked up
    all = {};
    all.a_person_because = "what was looked up could not be recorded";
    all.try_again = true;
  }
  return all;
}

}  // namespace countersign
