// `countersign review …`: the reviewer's work from the command line, as the user whose token is in COUNTERSIGN_TOKEN.
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "app/terminal.hpp"

namespace countersign::app {
namespace {

constexpr int kPage = 200;

const House* house_of(const Call& call, Services& services) {
  if (services.gateway != nullptr) return &services.gateway->house();
  cannot(call.err, "the gateway cannot be opened; `countersign check --config FILE` says why");
  return nullptr;
}

std::string needs_of(const review::Review& review) {
  std::string needs;
  for (const auto& need : review.needs)
    needs += (needs.empty() ? "" : ", ") + need.role + " x" + std::to_string(need.people);
  return needs;
}

/// Who on call it was assigned to, if its queue was closed.
std::string assigned(const House& house, const review::Review& review) {
  const auto conversation = house.conversations.by_id(review.conversation);
  return conversation && !conversation->assigned_to.empty() ? "  assigned to " + conversation->assigned_to : "";
}

int list(const Call& call, Services& services) {
  const auto* house = house_of(call, services);
  if (house == nullptr || !caller(call, services, users::Action::see)) return 2;
  const auto reviews = review::list(*house, "waiting", kPage);
  if (!reviews) return cannot(call.err, reviews.error().message);
  if (reviews->empty()) call.out << "nothing waits for a review\n";
  for (const auto& review : *reviews)
    call.out << review.id << "  due " << to_rfc3339(review.due_at) << "  needs " << needs_of(review) << "  "
             << (review.reasons.empty() ? "" : review.reasons.front().policy) << assigned(*house, review) << "\n";
  return 0;
}

void print_reason(std::ostream& out, const review::Review& review, const review::Reason& reason) {
  out << "  - " << reason.policy << " (" << reason.rule << "): " << reason.why << "\n";
  for (const auto& span : reason.spans)
    if (span.start < span.end && span.end <= review.text.size())
      out << "      \"" << for_terminal(std::string_view(review.text).substr(span.start, span.end - span.start)) << "\"\n";
}

int show(const Call& call, Services& services) {
  const auto* house = house_of(call, services);
  if (house == nullptr || !caller(call, services, users::Action::see)) return 2;
  const auto review = review::one(*house, call.command.text("ID"));
  if (!review) return cannot(call.err, review.error().message);
  call.out << "review " << review->id << " (" << review->state << "), due " << to_rfc3339(review->due_at) << "\n"
           << "written by " << to_word(review->reply.written_by) << ", needs " << needs_of(*review)
           << "\n\nheld because\n";
  for (const auto& reason : review->reasons) print_reason(call.out, *review, reason);
  call.out << "\nwhat would be sent\n" << for_terminal(review->text) << "\n\ndigest " << review->digest << "\n";
  return 0;
}

int ended(const Call& call, const review::Act& act) {
  if (act.error) return cannot(call.err, act.error->message);
  if (act.changed) {
    call.err << "something changed; it was judged again. Now it reads:\n"
             << for_terminal(act.changed->text) << "\ndigest " << act.changed->digest << "\nto confirm, give this digest\n";
    return 1;
  }
  call.out << act.done->state << (act.done->state == "waiting" ? ": another person must sign\n" : "\n");
  if (act.done->state == "waiting") call.out << for_terminal(act.done->text) << "\ndigest " << act.done->digest << "\n";
  return 0;
}

int ended(const Call& call, const Result<review::Outcome>& outcome) {
  if (!outcome) return cannot(call.err, outcome.error().message);
  call.out << "done\n";
  return 0;
}

using Deed = std::function<int(const Call&, const review::Reviews&, const review::Actor&)>;

CommandSpec deed(const std::string& name, const std::string& help, std::vector<OptionSpec> options,
                 users::Action action, Deed act) {
  options.insert(options.begin(), OptionSpec{"ID", name == "give-back" ? "the conversation" : "the review", "", true});
  CommandSpec spec;
  spec.name = "review " + name;
  spec.help = help;
  spec.example = "COUNTERSIGN_TOKEN=… countersign review " + name + " ID --config FILE";
  spec.options = std::move(options);
  spec.inside = [action, act = std::move(act)](const Call& call, Services& services) {
    if (house_of(call, services) == nullptr) return 2;
    const auto who = caller(call, services, action);
    return who ? act(call, services.gateway->journey().reviews(), {who->user, who->role}) : 2;
  };
  return spec;
}

}  // namespace

CommandTable review_commands() {
  const OptionSpec digest{"--digest", "of the text you saw (`review show` prints it)", "HEX", true};
  CommandTable table;
  table.push_back({"review list",
                   "what waits for a review",
                   "COUNTERSIGN_TOKEN=… countersign review list --config FILE",
                   {},
                   {},
                   list});
  table.push_back({"review show",
                   "one review: why it is held, what would be sent",
                   "COUNTERSIGN_TOKEN=… countersign review show ID --config FILE",
                   {{"ID", "the review", "", true}},
                   {},
                   show});
  table.push_back(deed("approve", "sign exactly the text you saw", {digest}, users::Action::approve,
                       [](const auto& call, const auto& reviews, const auto& who) {
                         return ended(call,
                                      reviews.approve(who, call.command.text("ID"), call.command.text("--digest")));
                       }));
  table.push_back(deed("edit", "change the text; it is judged again",
                       {digest, {"--text", "the new text, without notices", "TEXT", true}}, users::Action::edit,
                       [](const auto& call, const auto& reviews, const auto& who) {
                         return ended(call, reviews.edit(who, call.command.text("ID"), call.command.text("--digest"),
                                                         call.command.text("--text")));
                       }));
  table.push_back(deed("reject", "it never leaves; a person answers", {{"--reason", "why", "TEXT", true}},
                       users::Action::reject, [](const auto& call, const auto& reviews, const auto& who) {
                         return ended(call,
                                      reviews.reject(who, call.command.text("ID"), call.command.text("--reason")));
                       }));
  table.push_back(deed("take-over", "the conversation is yours, AI off", {}, users::Action::take_over,
                       [](const auto& call, const auto& reviews, const auto& who) {
                         return ended(call, reviews.take_over_review(who, call.command.text("ID")));
                       }));
  table.push_back(deed("give-back", "AI may answer the conversation again", {}, users::Action::give_back,
                       [](const auto& call, const auto& reviews, const auto& who) {
                         return ended(call, reviews.give_back(who, call.command.text("ID")));
                       }));
  return table;
}

}  // namespace countersign::app
