#include "auditor/judgements.hpp"

#include <algorithm>
#include <iterator>

#include "auditor/meaning.hpp"

namespace countersign::auditor {
namespace {

constexpr std::string_view kStrictness[] = {"send", "change", "hold", "hand_over", "block"};

/// The digest of a set without a file: SHA-256 of nothing.
constexpr std::string_view kNoPolicies = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Its place from the mildest on; -1 for no verdict.
int strict(std::string_view verdict) {
  const auto* const found = std::find(std::begin(kStrictness), std::end(kStrictness), verdict);
  return found == std::end(kStrictness) ? -1 : static_cast<int>(found - std::begin(kStrictness));
}

/// The verdict of a rule that was broken and counts: "" of any other (kept, watched, paused, waived).
std::string_view broken(std::string_view rule) {
  std::string_view verdict;
  bool counts = false, enforced = false, waived = false;
  for (const auto& [key, value] : members_of(rule)) {
    if (key == "met") counts = value == "false";
    if (key == "mode") enforced = value == "\"enforce\"";
    if (key == "waiver") waived = true;
    if (key == "verdict") verdict = unquoted(value);
  }
  return counts && enforced && !waived ? verdict : std::string_view();
}

bool of_ai(std::string_view author) { return author.starts_with("ai"); }

}  // namespace

void Judgements::take(const Seen& entry) {
  if (entry.kind == "policy_activated" || entry.kind == "policy_confirmed") in_force(entry);
  if (!entry.decision.empty()) {
    strictness(entry);
    policies(entry);
  }
  if (!entry.message.empty()) course(entry);
}

void Judgements::in_force(const Seen& entry) {
  for (const auto* key : {"digest", "canary_digest"})
    if (const auto digest = unquoted(member(entry.more, key)); !digest.empty()) in_force_.emplace(digest);
}

void Judgements::strictness(const Seen& entry) {
  const auto rules = member(entry.decision, "rules");
  if (rules.find("\"met\":false") == std::string_view::npos) return;
  const auto verdict = unquoted(member(entry.decision, "verdict"));
  for (const auto& rule : members_of(rules)) {
    const auto wanted = broken(rule.value);
    if (wanted.empty() || strict(wanted) <= strict(verdict)) continue;
    return tell_("its decision is " + quoted(verdict) + ", and the rule " +
                 std::string(unquoted(member(rule.value, "policy"))) + " that it names asks for " + quoted(wanted));
  }
}

/// While no policies are in force everything is held, by the empty set.
void Judgements::policies(const Seen& entry) {
  if (!with_policies_) return;
  const auto digest = unquoted(member(entry.decision, "policy"));
  if (digest.empty() || digest == kNoPolicies || in_force_.contains(digest) || !told_.emplace(digest).second) return;
  tell_("its decision is by the policies " + std::string(digest) + ", which nobody put in force before");
}

void Judgements::course(const Seen& entry) {
  const bool begins = entry.kind == "held" || entry.kind == "cleared";
  const bool ends = entry.kind == "delivered" || entry.kind == "refused" || entry.kind == "undelivered";
  if (!begins && !ends) return;
  const auto [found, is_new] = courses_.try_emplace(std::string(entry.message));
  auto& course = found->second;
  if (is_new) {
    course.conversation = entry.conversation;
    course.by_ai = of_ai(entry.author);
  } else {
    compare(entry, course);
  }
  if (begins) owed(entry, course);
  if (ends) courses_.erase(found);
}

void Judgements::compare(const Seen& entry, Course& course) {
  const std::string name = "message " + std::string(entry.message) + " is " + std::string(entry.kind);
  if (entry.conversation != course.conversation)
    tell_(name + " in the conversation " + std::string(entry.conversation) + ", and an earlier entry has it in " +
          course.conversation);
  if (course.by_ai && !entry.author.empty() && !of_ai(entry.author))
    tell_(name + " as a text by " + quoted(entry.author) + ", and AI wrote it: an edit sheds no duty");
}

void Judgements::owed(const Seen& entry, Course& course) {
  std::map<std::string, std::int64_t, std::less<>> now;
  for (const auto& role : members_of(member(member(entry.decision, "duties"), "approvals")))
    now.emplace(role.key, integer(role.value).value_or(1));
  const auto policy = unquoted(member(entry.decision, "policy"));
  if (entry.kind == "cleared" && policy == course.policy)
    for (const auto& [role, people] : course.owed)
      if (const auto kept = now.find(role); kept == now.end() || kept->second < people)
        tell_("message " + std::string(entry.message) + " is cleared by a decision without the approval of " +
              std::to_string(people) + " " + role + ", which it owed when it was held");
  if (entry.kind != "held") return;
  course.policy = policy;
  course.owed = std::move(now);
}

}  // namespace countersign::auditor
