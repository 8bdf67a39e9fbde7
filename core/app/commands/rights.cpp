// `countersign erase`, `hold …`, `customer …`: what customers may ask, done by people with a token.
#include "rights/rights.hpp"

#include <fstream>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/commands/keep.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"
#include "rights/names.hpp"

namespace countersign::app {
namespace {

using rights::Actor;
using rights::Customer;
using rights::Rights;

std::string day(Time at) { return to_rfc3339(at).substr(0, 10); }

/// What a deed needs: the gateway's rights and who acts; nullopt when it was said why not.
struct Asked {
  const Rights& rights;
  Actor actor;
};

std::optional<Asked> asked(const Call& call, Services& services, users::Action action) {
  if (services.gateway == nullptr)
    return cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why"), std::nullopt;
  const auto who = caller(call, services, action);
  if (!who) return std::nullopt;
  return Asked{services.gateway->rights(), {who->user, who->permission}};
}

std::string counted(int count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

int failed(const Call& call, const Error& error) { return cannot(call.err, error.message); }

void print_left(const Call& call, const std::vector<rights::Errand>& left) {
  for (const auto& one : left) {
    call.out << "  " << one.id << "  until " << day(one.due_at) << "  " << for_terminal(one.what) << "\n";
    if (!one.reference.empty()) call.out << "      look for: " << for_terminal(one.reference) << "\n";
  }
}

int withdraw(const Call& call, const Asked& with) {
  const auto done =
      with.rights.erasure.withdraw(with.actor, call.command.text("--channel"), call.command.text("CUSTOMER"));
  if (!done) return failed(call, done.error());
  call.out << "withdrawn; nothing was erased\n";
  return 0;
}

int erase(const Call& call, Services& services) {
  const auto with = asked(call, services, users::Action::erase);
  if (!with) return 2;
  if (call.command.has("--withdraw")) return withdraw(call, *with);
  const auto erased =
      with->rights.erasure.ask_or_confirm(with->actor, call.command.text("--channel"), call.command.text("CUSTOMER"));
  if (!erased) return failed(call, erased.error());
  if (call.command.text("--format") == "json") {
    call.out << json::dump(rights::to_json(*erased)) << "\n";
    return 0;
  }
  const auto amount = std::to_string(erased->conversations) +
                      (erased->conversations == 1 ? " conversation, " : " conversations, ") +
                      std::to_string(erased->messages) + (erased->messages == 1 ? " message" : " messages");
  if (!erased->done) {
    const bool officer = with->actor.permission == users::Permission::officer;
    call.out << "asked, not erased yet: " << amount << "; due " << day(erased->request.due_at) << "\n"
             << (officer ? "an operator" : "an officer")
             << " confirms it with the same command; --withdraw takes it back\n";
    return 0;
  }
  call.out << "erased: " << amount << "; the key is destroyed, the record stays provable\n"
           << "left to do elsewhere (`countersign customer done ID` once it is):\n";
  print_left(call, erased->left);
  return 0;
}

/// A command on one customer.
template <class Deed>
std::function<int(const Call&, Services&)> on_customer(Deed deed) {
  return [deed](const Call& call, Services& services) {
    const auto with = asked(call, services, users::Action::rights);
    if (!with) return 2;
    const auto customer = with->rights.customer(call.command.text("--channel"), call.command.text("CUSTOMER"));
    if (!customer) return failed(call, customer.error());
    return deed(call, *with, *customer);
  };
}

int add_hold(const Call& call, const Asked& with, const Customer& customer) {
  const auto hold = with.rights.holds.add(with.actor, customer, call.command.text("--reason"));
  if (!hold) return failed(call, hold.error());
  call.out << "legal hold " << *hold << ": nothing of this customer is erased or removed until it is lifted\n";
  return 0;
}

int remove_hold(const Call& call, const Asked& with, const Customer& customer) {
  const auto lifted = with.rights.holds.remove(with.actor, customer);
  if (!lifted) return failed(call, lifted.error());
  call.out << "lifted: " << *lifted << (*lifted == 1 ? " legal hold\n" : " legal holds\n");
  return 0;
}

int list_holds(const Call& call, Services& services) {
  const auto with = asked(call, services, users::Action::rights);
  if (!with) return 2;
  const auto holds = with->rights.holds.all();
  if (!holds) return failed(call, holds.error());
  if (holds->empty()) call.out << "no legal hold is in force\n";
  for (const auto& one : *holds) {
    const auto who = rights::who_is(with->rights.house, one.customer);
    if (!who) return failed(call, who.error());
    call.out << one.id << "  " << one.channel << "  " << for_terminal(rights::in_words(*who)) << "  since "
             << day(one.set_at) << " by " << one.set_by << "  " << for_terminal(one.reason) << "\n";
  }
  return 0;
}

int export_one(const Call& call, const Asked& with, const Customer& customer) {
  const auto all =
      rights::export_customer(with.rights.house, with.rights.desk, with.actor, customer, call.command.text("CUSTOMER"));
  if (!all) return failed(call, all.error());
  call.out << json::dump(*all) << "\n";
  return 0;
}

int correct(const Call& call, const Asked& with, const Customer& customer) {
  rights::Correction correction;
  if (call.command.has("--name")) correction.name = call.command.text("--name");
  if (call.command.has("--locale")) correction.locale = call.command.text("--locale");
  const auto corrected = rights::correct(with.rights.house, with.actor, customer, correction);
  if (!corrected) return failed(call, corrected.error());
  call.out << "corrected in " << counted(corrected->conversations, "conversation") << " and "
           << counted(corrected->notes, "note") << "; what was said and sent stays as it was said\n";
  if (corrected->left.empty()) return 0;
  call.out << "left to do elsewhere (`countersign customer done ID` once it is):\n";
  print_left(call, corrected->left);
  return 0;
}

/// object and restrict keep what the other said.
template <bool object>
int wish(const Call& call, const Asked& with, const Customer& customer) {
  auto wished = rights::Wishes::of(with.rights.house.store, customer.ref);
  if (!wished) return failed(call, wished.error());
  (object ? wished->no_ai : wished->restricted) = !call.command.has("--lift");
  if (const auto set = with.rights.wishes.set(with.actor, customer, *wished); !set) return failed(call, set.error());
  call.out << (wished->restricted ? "restricted: kept, answered by people, nothing else\n"
               : wished->no_ai    ? "no AI for this customer, in no conversation\n"
                                  : "AI may answer this customer again\n");
  return 0;
}

int ask(const Call& call, const Asked& with, const Customer& customer) {
  const auto request = with.rights.requests.ask(with.actor, customer, call.command.text("--kind"));
  if (!request) return failed(call, request.error());
  call.out << "noted: " << request->kind << ", due " << day(request->due_at) << "\n";
  return 0;
}

int open_requests(const Call& call, Services& services) {
  const auto with = asked(call, services, users::Action::erase);
  if (!with) return 2;
  const auto all = rights::open_to_json(with->rights);
  if (!all) return failed(call, all.error());
  if (call.command.text("--format") == "json") {
    call.out << json::dump(*all) << "\n";
    return 0;
  }
  const auto requests = with->rights.requests.open();
  const auto errands = with->rights.requests.errands();
  if (!requests || !errands) return cannot(call.err, "the store cannot be read");
  if (requests->empty() && errands->empty()) call.out << "nothing is open\n";
  const auto now = services.clock.now();
  bool late = false;
  for (const auto& one : *requests) {
    late = late || one.due_at < now;
    const auto who = rights::who_is(with->rights.house, one.customer);
    if (!who) return failed(call, who.error());
    call.out << one.kind << "  " << one.channel << "  " << for_terminal(rights::in_words(*who)) << "  asked "
             << day(one.asked_at) << " by " << one.asked_by << "  due " << day(one.due_at)
             << (one.due_at < now ? "  OVERDUE" : "") << "\n";
  }
  if (!errands->empty()) call.out << "left to do elsewhere:\n";
  print_left(call, *errands);
  for (const auto& one : *errands) late = late || one.due_at < now;
  return late ? 1 : 0;
}

int errand_done(const Call& call, Services& services) {
  const auto with = asked(call, services, users::Action::erase);
  if (!with) return 2;
  const auto done = with->rights.requests.errand_done(with->actor, call.command.text("ID"));
  if (!done) return failed(call, done.error());
  call.out << "noted as done\n";
  return 0;
}

const OptionSpec kCustomer{"CUSTOMER", "the channel's id of the customer", "", true};
const OptionSpec kChannel{"--channel", "needed when several channels know this id", "NAME"};
const OptionSpec kFormat{"--format", "how to print", "FORMAT", false, false, false, {"text", "json"}};

CommandSpec about(const std::string& name, const std::string& help, const std::string& example,
                  std::vector<OptionSpec> more, std::function<int(const Call&, Services&)> inside) {
  more.insert(more.begin(), {kCustomer, kChannel});
  return {name,
          help,
          "COUNTERSIGN_TOKEN=… countersign " + example + " --config FILE",
          std::move(more),
          {},
          std::move(inside)};
}

}  // namespace

CommandTable rights_commands() {
  const OptionSpec lift{"--lift", "it holds no longer"};
  const OptionSpec kind{"--kind", "what", "WORD", true, false, false, {"access", "correct", "restrict", "object"}};
  return {
      about("erase", "erase a customer for good: asked by an officer, confirmed by an operator, or the other way round",
            "erase u-1 --channel shop", {{"--withdraw", "take back what was asked"}, kFormat}, erase),
      about("hold add", "a legal hold: nothing of this customer is erased or removed",
            "hold add u-1 --channel shop --reason \"court order 12/26\"", {{"--reason", "why", "TEXT", true}},
            on_customer(add_hold)),
      about("hold remove", "lift the legal holds on a customer", "hold remove u-1 --channel shop", {},
            on_customer(remove_hold)),
      {"hold list",
       "the legal holds in force",
       "COUNTERSIGN_TOKEN=… countersign hold list --config FILE",
       {},
       {},
       list_holds},
      about("customer export", "everything kept about a customer, as JSON to be given to them",
            "customer export u-1 --channel shop > u-1.json", {}, on_customer(export_one)),
      about("customer correct", "correct what is kept about a customer",
            "customer correct u-1 --channel shop --name \"Ana Diaz\"",
            {{"--name", "the right name", "TEXT"}, {"--locale", "the right language and region", "TEXT"}},
            on_customer(correct)),
      about("customer object", "no AI for this customer, from now on", "customer object u-1 --channel shop", {lift},
            on_customer(wish<true>)),
      about("customer restrict", "nothing but keeping and people's answers", "customer restrict u-1 --channel shop",
            {lift}, on_customer(wish<false>)),
      about("customer ask", "note what a customer asked, and until when it is due",
            "customer ask u-1 --channel shop --kind access", {kind}, on_customer(ask)),
      {"customer requests",
       "what is open, and what is left to do elsewhere, with due dates; 1 when something is overdue",
       "COUNTERSIGN_TOKEN=… countersign customer requests --config FILE",
       {kFormat},
       {},
       open_requests},
      keep_command(),
      {"customer done",
       "note that something left to do elsewhere was done",
       "COUNTERSIGN_TOKEN=… countersign customer done ID --config FILE",
       {{"ID", "of the line in the list", "", true}},
       {},
       errand_done}};
}

}  // namespace countersign::app
