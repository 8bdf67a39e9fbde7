// Telling about the house itself: work without a conversation (policies that nobody confirmed). The same call, retries
// and key as for a conversation; there is no ticket that would say it too, so a failure is on the record and in the
// log.
#include <algorithm>

#include "base/log.hpp"
#include "flow/delivery/filing.hpp"
#include "flow/delivery/telling.hpp"

namespace countersign {
namespace {

constexpr std::string_view kAbout = "policies";
constexpr int kTriesBeforeGivingUp = 10;

}  // namespace

void Telling::tell_of_house(const Work& work) const {
  const auto who = work.subject.substr(0, work.subject.find('\n'));
  const auto due = from_rfc3339(work.subject.substr(std::min(who.size() + 1, work.subject.size())));
  const auto connectors = house_.connectors.get();
  const auto& all = connectors->notifiers;
  const auto notifier =
      std::find_if(all.begin(), all.end(), [&](const Notifier& one) { return one.name == work.note; });
  if (notifier == all.end())
    return end_of_house(work, who, {plugin::Outcome::refused, "it is no longer in the configuration", {}});
  const auto turn = egress_.turn(notify_target(work.note));
  if (turn.shut()) return wait_until(house_, work, *turn.shut());
  const std::string about(kAbout);
  const auto link = link_to(*notifier, {{"{reference}", about}, {"{conversation}", ""}, {"{ticket}", ""}});
  Summons summons(Key<Telling>(), {work.id, who, about, about, "urgent", link, due.value_or(work.due_at)});
  end_of_house(work, who, egress_.tell(std::move(summons), *notifier));
}

void Telling::end_of_house(const Work& work, const std::string& who, const plugin::Delivery& delivery) const {
  const bool delivered = delivery.outcome == plugin::Outcome::delivered;
  if (!delivered && egress_.cancelled()) return;  // told at the next start, under the same key
  const bool over = delivered || delivery.outcome == plugin::Outcome::refused || work.tries + 1 >= kTriesBeforeGivingUp;
  Changes changes(house_);
  if (over) {
    changes.done(work);
    audit::Entry entry;
    entry.kind = audit::Kind::told;
    entry.at = house_.clock.now();
    entry.actor = "system";
    if (!delivered) entry.reason = "not told: " + delivery.detail;
    entry.more = {{"who", who}, {"by", work.note}, {"about", kAbout}, {"told", delivered}};
    changes.then([entry](store::Session& session) { audit::record(session, entry); });
  } else {
    changes.postpone(work, house_.clock.now() + std::max(pause_after(work.tries),
                                                         delivery.retry_after.value_or(std::chrono::seconds(0))));
  }
  if (!delivered) log::warning(over ? "not_told" : "not_told_yet", {{"notify", work.note}, {"why", delivery.detail}});
  if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
}

}  // namespace countersign
