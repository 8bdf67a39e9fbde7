#include <algorithm>
#include <array>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {
namespace {

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

int rank(std::string_view priority) { return priority == "page_someone" ? 2 : priority == "urgent" ? 1 : 0; }

/// Why the notice has to stand with this text, "" if it has not.
std::string due(const Requirement& r, const Facts& facts) {
  std::optional<Time> last;
  for (const NoticeShown& shown : facts.notices_shown)
    if (shown.id == r.notice && (!last || shown.at > *last)) last = shown.at;
  if (r.on_start && !last) return "The notice has not been shown in this conversation yet.";
  if (r.on_question && facts.customer_asks_if_ai) return "The customer asked whether this is AI.";
  if (r.on_return && facts.ai_returns) return "AI writes again after a person had the conversation.";
  // A clock that went backwards shows the notice once more: too often is harmless, too seldom is not.
  if (r.again_after && last && (facts.now - *last >= *r.again_after || *last > facts.now))
    return "The notice was last shown too long ago.";
  return "";
}

Asked show_notice(const Requirement& r, const Policy& policy, const Facts& facts) {
  Asked asked;
  asked.why = due(r, facts);
  if (asked.why.empty()) return asked;
  asked.met = false;
  asked.verdict = verdict_of(policy.if_not);
  asked.duties.notices.insert(r.notice);
  return asked;
}

/// label, offer_a_person, show_source: always asked, placed by whoever composes the text.
Asked place(bool Duties::*duty, std::string why, const Policy& policy) {
  Asked asked;
  asked.met = false;
  asked.verdict = verdict_of(policy.if_not);
  asked.duties.*duty = true;
  asked.why = std::move(why);
  return asked;
}

struct Seen {
  std::vector<const Finding*> findings;
  std::string kinds;  ///< "email, phone"
};

Seen seen(const Names& kinds, const Facts& facts) {
  Seen all;
  Names names;
  for (const Finding& f : facts.findings)
    if (has(kinds, f.kind)) {
      all.findings.push_back(&f);
      names.push_back(f.kind);
    }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const std::string& name : names) all.kinds += (all.kinds.empty() ? "" : ", ") + name;
  return all;
}

/// hide, remove, never_keep: masked where it stands; what has no place in the text cannot be masked, so `if_not`
/// applies.
Asked keep_away(const Requirement& r, const Policy& policy, const Facts& facts) {
  Asked asked;
  for (const std::string& kind : r.kinds) {
    if (r.must == Must::never_keep)
      asked.duties.never_keep.insert(kind);
    else
      asked.duties.mask[kind] = r.must == Must::remove ? Mask::removed : r.mask;
  }
  const Seen found = seen(r.kinds, facts);
  if (found.findings.empty()) return asked;
  asked.met = false;
  asked.verdict = Verdict::change;
  asked.why = "The text contains " + found.kinds + ".";
  const bool placeless =
      std::any_of(found.findings.begin(), found.findings.end(), [](const Finding* f) { return f->start >= f->end; });
  if (placeless) {
    asked.verdict = std::max(asked.verdict, verdict_of(policy.if_not));
    asked.why = "The text as a whole is about " + found.kinds + "; it cannot be masked.";
  }
  return asked;
}

Asked not_contain(const Requirement& r, const Policy& policy, const Facts& facts) {
  Asked asked;
  const Seen found = seen(r.kinds, facts);
  if (found.findings.empty()) return asked;
  asked.met = false;
  asked.verdict = verdict_of(policy.if_not);
  asked.why = "The text contains " + found.kinds + ".";
  if (asked.verdict != Verdict::change) return asked;
  for (const Finding* f : found.findings) {
    asked.duties.mask[f->kind] = Mask::removed;
    if (f->start >= f->end) asked.verdict = Verdict::hold;  // nothing to cut out
  }
  return asked;
}

Asked demand(Verdict verdict, std::string why) {
  Asked asked;
  asked.met = false;
  asked.verdict = verdict;
  asked.why = std::move(why);
  return asked;
}

Asked dispatch(const Requirement& r, const Policy& policy, const Facts& facts) {
  switch (r.must) {
    case Must::show_notice:
      return show_notice(r, policy, facts);
    case Must::label:
      return place(&Duties::label, "Every text by AI carries its mark.", policy);
    case Must::offer_a_person:
      return place(&Duties::offer_a_person, "The way to a person stands with every text by AI.", policy);
    case Must::show_source:
      return place(&Duties::show_source, "The source stands with the text.", policy);
    case Must::be_approved_by: {
      Asked asked = demand(verdict_of(policy.if_not),
                           std::to_string(r.people) + " of " + r.role + " must approve exactly this text.");
      asked.duties.approvals[r.role] = r.people;
      return asked;
    }
    case Must::be_answered_by:
      return demand(verdict_of(policy.if_not), "A person answers this.");
    case Must::hide:
    case Must::remove:
    case Must::never_keep:
      return keep_away(r, policy, facts);
    case Must::not_contain:
      return not_contain(r, policy, facts);
    case Must::rest_on_a_source:
      return facts.sources > 0 ? Asked{}
                               : demand(verdict_of(policy.if_not), "The text does not rest on a current article.");
  }
  return demand(Verdict::block, "This requirement is not known.");
}

template <class Map, class Stricter>
void unite_map(Map& into, const Map& more, Stricter stricter) {
  for (const auto& [key, value] : more) {
    const auto [at, fresh] = into.emplace(key, value);
    if (!fresh && stricter(value, at->second)) at->second = value;
  }
}

void unite_route(std::optional<Route>& into, const std::optional<Route>& more) {
  if (!more) return;
  const auto stricter = [](const Route& a, const Route& b) {
    return rank(a.priority) != rank(b.priority) ? rank(a.priority) > rank(b.priority) : a.queue < b.queue;
  };
  if (!into || stricter(*more, *into)) into = more;
}

}  // namespace

Verdict verdict_of(IfNot action) {
  constexpr std::array<Verdict, 5> kVerdicts = {Verdict::change, Verdict::change, Verdict::hold, Verdict::hand_over,
                                                Verdict::block};
  return kVerdicts.at(static_cast<std::size_t>(action));
}

Asked ask(const Requirement& requirement, const Policy& policy, const Facts& facts) {
  Asked asked = dispatch(requirement, policy, facts);
  if (asked.met) return asked;
  for (const Finding& f : facts.findings) {
    const bool counts = has(requirement.kinds, f.kind) || has(policy.applies_to.finding, f.kind) ||
                        (policy.applies_to.commitment_over && f.commitment);
    if (counts && f.start < f.end) asked.spans.emplace_back(f.start, f.end);
  }
  std::sort(asked.spans.begin(), asked.spans.end());
  return asked;
}

void unite(Duties& into, const Duties& more) {
  const auto greater = [](const auto& a, const auto& b) { return a > b; };
  const auto smaller = [](const auto& a, const auto& b) { return a < b; };
  into.ai_off = into.ai_off || more.ai_off;
  unite_route(into.give_to, more.give_to);
  unite_map(into.approvals, more.approvals, greater);
  unite_map(into.deadline, more.deadline, smaller);
  unite_map(into.staffed_deadline, more.staffed_deadline, smaller);
  into.notices.insert(more.notices.begin(), more.notices.end());
  into.label = into.label || more.label;
  into.offer_a_person = into.offer_a_person || more.offer_a_person;
  into.show_source = into.show_source || more.show_source;
  into.checked_percent = std::max(into.checked_percent, more.checked_percent);
  unite_map(into.mask, more.mask, greater);
  into.never_keep.insert(more.never_keep.begin(), more.never_keep.end());
  into.say.insert(more.say.begin(), more.say.end());
}

}  // namespace countersign::policy
