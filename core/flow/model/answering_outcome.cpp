#include <algorithm>
#include <variant>

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "flow/model/answering.hpp"
#include "flow/model/names.hpp"
#include "flow/model/occasion.hpp"

namespace countersign {
namespace {

constexpr int kModelTries = 3;
constexpr std::chrono::seconds kModelPause{2};

/// The titles of what was looked up: the person who answers need not look there again.
std::string looked_up(const std::vector<plugin::Passage>& passages) {
  std::string titles;
  for (const auto& passage : passages)
    if (!passage.good_until)  // facts stand in the packet, with what they say
      titles += (titles.empty() ? "; looked up: " : ", ") + passage.title;
  return titles;
}

/// "Are you real?" and nothing else: a longer text may hold a second question, which then needs somebody who can answer
/// it.
bool only_asks_if_ai(const Message& question) {
  constexpr std::size_t kOneShortQuestion = 60;
  return question.asks_if_ai && question.text.size() <= kOneShortQuestion &&
         std::count(question.text.begin(), question.text.end(), '?') <= 1;
}

bool a_person_wrote_since(const std::vector<Message>& messages, const std::string& question) {
  return std::any_of(messages.begin(), messages.end(),
                     [&](const Message& one) { return one.author == Author::person && one.id > question; });
}

/// The lot of a text: the same for the same id, and nobody who writes it knows it.
bool drawn(const std::string& message, int percent) {
  return percent > 0 && std::stoul(crypto::sha256_hex("sample:" + message).substr(0, 7), nullptr, 16) % 100 <
                            static_cast<unsigned long>(percent);
}

}  // namespace

std::string Answering::too_many_wait(const Valve::State& valve) {
  return "AI makes no drafts for people now: " + valve.why;
}

Valve::State Answering::valve() const { return house_.valve != nullptr ? house_.valve->look() : Valve::State(); }

void Answering::conclude(Question& question) const {
  auto& asked = question.asked;
  const auto& work = question.work;
  if (asked.drafted.text.empty() && egress_.cancelled()) return;  // the next start asks, as if nobody had yet
  asked.drafted.passages = std::move(question.passages);
  if (asked.try_again && asked.drafted.text.empty() && work.tries + 1 < kModelTries && !too_late(work)) {
    Changes changes(house_);
    changes.postpone(work, house_.clock.now() + kModelPause * (work.tries + 1));
    if (changes.commit().ok()) return;
  }
  judge(work, question.conversation.ref, std::move(asked), question.messages);
}

void Answering::judge(const Work& work, const std::string& ref, Asked asked,
                      const std::vector<Message>& messages) const {
  const auto lock = house_.locks.hold(ref);
  auto seen = look(work.conversation);  // the world may have changed while the model thought
  if (!seen) return give_up(work, seen.error().message);
  auto* const conversation = &seen->conversation;
  const auto* const now_there = &seen->messages;
  Changes changes(house_);
  changes.done(work);
  if (conversation->owner != Owner::ai ||
      a_person_wrote_since(*now_there, work.subject)) {  // a person has it now; nothing of the draft is kept
    if (const auto done = changes.commit(); !done) try_later(house_, work);
    return;
  }
  if (!asked.pseudonyms.empty()) conversation->pseudonyms = asked.pseudonyms;
  if (asked.stopped) {
    asked.stopped->reply.in_reply_to = work.subject;
    people_.stop(changes, *conversation, *asked.stopped);
  } else if (!asked.a_person_because.empty()) {
    people_.hand_over(changes, *conversation, {nullptr, asked.a_person_because, work.subject, true});
  } else if (asked.drafted.text.empty() && only_asks_if_ai(messages.back())) {
    people_.say(changes, *conversation, "ai-notice", work.subject, true);  // the approved notice is the truthful answer
  } else if (asked.drafted.text.empty()) {
    without_draft(changes, *conversation, work, asked);
  } else {
    take_draft(changes, *conversation, work, asked, messages);
  }
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept) {
    log::warning("answer_not_kept", {{"conversation", work.conversation}, {"why", kept.error().message}});
    if (kept.error().fault != Fault::gone) try_later(house_, work);
  }
}

void Answering::without_draft(Changes& changes, Conversation& conversation, const Work& work,
                              const Asked& asked) const {
  const auto& why = asked.drafted.why_not;
  if (!asked.not_asked) list_unanswered(changes, conversation, work.subject, asked.model, why);
  people_.hand_over(changes, conversation,
                    {nullptr, asked.not_asked ? why : "no model has an answer: " + why, work.subject, true,
                     looked_up(asked.drafted.passages)});
}

void Answering::take_draft(Changes& changes, Conversation& conversation, const Work& work, const Asked& asked,
                           const std::vector<Message>& messages) const {
  Reply reply{new_id(house_.clock.now()),
              conversation.id,
              conversation.channel,
              Author::ai,
              "",
              asked.model,
              work.subject,
              asked.drafted.text,
              asked.drafted.sources,
              "",
              {},
              {}};
  auto occasion = occasion_of(messages, work.subject);
  for (const auto& source : reply.sources) occasion.known.push_back(source.text);
  const auto names = names_of(house_, conversation);
  auto restored = names ? names->restore(reply.text) : Result<std::string>(names.error());
  occasion.unknown_placeholder = !restored.ok();
  if (restored.ok()) reply.text = std::move(*restored);
  audit::Entry entry;
  entry.kind = audit::Kind::drafted;
  entry.message = reply.message;
  entry.author = to_word(Author::ai);
  entry.more = {{"model", asked.model}, {"sources", reply.sources.size()}};
  changes.record(conversation, std::move(entry));
  auto judged = gate_.reply(Draft(std::move(reply)), conversation, occasion);  // 6. the reply border
  if (auto* passed = std::get_if<Passed>(&judged)) {
    if (drawn(passed->look().reply.message, passed->look().decision.duties.checked_percent))
      people_.open_case(changes, conversation, "sample", passed->look().reply.message,
                        "drawn by lot from what AI sent by itself: read it, and close this if it was right");
    return clearance_.record(changes, conversation, std::move(*passed));
  }
  const auto& stopped = std::get<Stopped>(judged);
  if (stopped.decision.verdict != Verdict::hold) return people_.stop(changes, conversation, stopped);
  if (only_asks_if_ai(messages.back()))  // a truthful answer must not wait for a review
    return people_.say(changes, conversation, "ai-notice", work.subject, true);
  if (const auto now = valve(); now.no_reviews)  // nobody has time to sign it: a person answers instead
    return people_.hand_over(changes, conversation, {&stopped.decision, too_many_wait(now), work.subject, true});
  people_.stop(changes, conversation, stopped);
}

void Answering::list_unanswered(Changes& changes, const Conversation& conversation, const std::string& message,
                                const std::string& model, const std::string& why) const {
  const auto now = house_.clock.now();
  changes.then([id = new_id(now), conversation = conversation.id, message, model, why,
                at = micros(now)](store::Session& session) {
    session.run("INSERT INTO unanswered (id, conversation, message, model, why, at) VALUES ($1,$2,$3,$4,$5,$6)",
                {id, conversation, message, model, why, at});
  });
}

void Answering::give_up(const Work& work, const std::string& why) const noexcept {
  try {
    log::error("gave_up", {{"task", to_word(work.task)}, {"conversation", work.conversation}, {"why", why}});
    auto before = house_.conversations.by_id(work.conversation);
    Changes changes(house_);
    changes.done(work);
    if (may_come_back(before)) return try_later(house_, work);
    if (!before) {  // erased or unreadable: nobody can be answered, the work is over
      if (const auto done = changes.commit(); !done) try_later(house_, work);
      return;
    }
    const auto lock = house_.locks.hold(before->ref);
    auto conversation = house_.conversations.by_id(work.conversation);
    if (!conversation) return try_later(house_, work);
    people_.open_case(changes, *conversation, "step_failed", work.subject,
                      "the step \"" + std::string(to_word(work.task)) + "\" failed: " + why);
    if (conversation->owner == Owner::ai)
      people_.hand_over(changes, *conversation, {nullptr, "a step failed: " + why, work.subject, true});
    changes.save(*conversation);
    if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
  } catch (const std::exception& problem) {
    log::error("work_stuck", {{"work", work.id}, {"why", problem.what()}});
    try_later(house_, work);
  }
}

}  // namespace countersign
