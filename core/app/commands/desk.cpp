// `countersign desk …`: the built-in helpdesk from the command line.
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/terminal.hpp"

namespace countersign::app {
namespace {

constexpr int kPage = 200;

using Deed = std::function<int(const Call&, Gateway&, const users::Identity&)>;

CommandSpec deed(const std::string& name, const std::string& help, std::vector<OptionSpec> options,
                 users::Action action, Deed act) {
  CommandSpec spec;
  spec.name = "desk " + name;
  spec.help = help;
  spec.example = "COUNTERSIGN_TOKEN=… countersign desk " + name + (options.empty() ? "" : " T-1") + " --config FILE";
  spec.options = std::move(options);
  spec.inside = [action, act = std::move(act)](const Call& call, Services& services) {
    if (services.gateway == nullptr)
      return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
    const auto who = caller(call, services, action);
    return who ? act(call, *services.gateway, *who) : 2;
  };
  return spec;
}

int list(const Call& call, Gateway& gateway, const users::Identity&) {
  std::size_t shown = 0;
  std::string after;
  for (bool more = true; more;) {
    const auto page =
        gateway.desk().tickets(call.command.text("--queue"), call.command.text("--state", "open"), kPage, after);
    if (!page) return cannot(call.err, page.error().message);
    for (const auto& ticket : *page)
      call.out << ticket.id << "  " << ticket.priority << "  " << (ticket.queue.empty() ? "-" : ticket.queue) << "  "
               << ticket.channel << "  " << for_terminal(ticket.subject) << "\n";
    shown += page->size();
    more = static_cast<int>(page->size()) == kPage;
    if (more) after = place_of(page->back());
  }
  if (shown == 0) call.out << "no tickets\n";
  return 0;
}

int show(const Call& call, Gateway& gateway, const users::Identity&) {
  const auto ticket = gateway.desk().ticket(call.command.text("ID"));
  const auto notes = gateway.desk().notes(call.command.text("ID"));
  if (!ticket || !notes) return cannot(call.err, !ticket ? ticket.error().message : notes.error().message);
  call.out << ticket->id << " " << for_terminal(ticket->subject) << " (" << ticket->state << ", "
           << (ticket->queue.empty() ? "no queue" : ticket->queue) << ", " << ticket->priority << ")\n";
  for (const auto& note : *notes)
    call.out << "\n[" << to_rfc3339(note.at) << " " << note.kind << ", " << note.author
             << (note.user.empty() ? "" : " " + note.user) << "]\n"
             << for_terminal(note.text) << "\n";
  return 0;
}

int reply(const Call& call, Gateway& gateway, const users::Identity& who) {
  const auto ticket = gateway.desk().ticket(call.command.text("ID"));
  if (!ticket) return cannot(call.err, ticket.error().message);
  const auto written =
      gateway.journey().reviews().write({who.user, who.role}, ticket->conversation, call.command.text("--text"));
  if (!written) return cannot(call.err, written.error().message);
  call.out << (written->state == "waiting" ? "held: a policy wants another person to approve it\n" : "sent\n");
  return 0;
}

int ended(const Call& call, const Status& status) {
  if (!status.ok()) return cannot(call.err, status.error().message);
  call.out << "done\n";
  return 0;
}

}  // namespace

CommandTable desk_commands() {
  const OptionSpec id{"ID", "the ticket, such as T-1", "", true};
  const OptionSpec text{"--text", "the words", "TEXT", true};
  CommandTable table;
  table.push_back(deed("list", "tickets, most urgent first",
                       {{"--queue", "only this queue", "QUEUE"},
                        {"--state", "open or closed", "STATE", false, false, false, {"open", "closed"}}},
                       users::Action::see, list));
  table.back().example = "COUNTERSIGN_TOKEN=… countersign desk list --config FILE";
  table.push_back(deed("show", "a ticket with its whole story", {id}, users::Action::see, show));
  table.push_back(
      deed("reply", "write to the customer; policies apply to you too", {id, text}, users::Action::write, reply));
  table.push_back(deed("note", "add an internal note", {id, text}, users::Action::write,
                       [](const Call& call, Gateway& gateway, const users::Identity& who) {
                         return ended(
                             call, gateway.desk().note(call.command.text("ID"), who.user, call.command.text("--text")));
                       }));
  table.push_back(
      deed("close", "done", {id}, users::Action::write, [](const Call& call, Gateway& gateway, const users::Identity& who) {
        return ended(call, gateway.desk().close(call.command.text("ID"), who.user));
      }));
  return table;
}

}  // namespace countersign::app
