#include "flow/model/answering.hpp"

#include <algorithm>
#include <variant>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "flow/model/pseudonyms.hpp"

namespace countersign {
namespace {

constexpr int kTurnsInPrompt = 12;
constexpr int kModelTries = 3;
constexpr std::chrono::seconds kModelPause{2};
constexpr const char* kLookupLane = "lookups";  // so that a slow one holds no thread of those who need none
/// From the wish for a draft on, waiting for a free call and all tries included. After it a person answers.
constexpr std::chrono::minutes kDraftWithin{10};

plugin::Prompt prompt_of(const Conversation& conversation, const std::vector<Message>& messages,
                         const std::string& until, Time now) {
  plugin::Prompt prompt;
  prompt.language = conversation.language;
  prompt.now = now;
  for (const auto& message : messages) {
    const bool seen_by_customer =
        message.author == Author::customer || message.fate == Fate::ready || message.fate == Fate::delivered;
    if (seen_by_customer && message.author != Author::system) {
      const bool customer = message.author == Author::customer;
      prompt.turns.push_back(
          {customer ? "customer" : (message.author == Author::person ? "person" : "ai"), message.text});
    }
    if (message.id == until) break;
  }
  return prompt;
}

/// The titles of what was looked up: the person who answers need not look there again.
std::string looked_up(const std::vector<plugin::Passage>& passages) {
  std::string titles;
  for (const auto& passage : passages)
    if (!passage.good_until)  // facts stand in the packet, with what they say
      titles += (titles.empty() ? "; looked up: " : ", ") + passage.title;
  return titles;
}

std::string_view outcome_of(const Result<plugin::Drafted>& drafted) {
  if (!drafted) return "failed";
  return drafted->text.empty() ? "no_answer" : "answer";
}

/// "Are you real?" and nothing else: a longer text may hold a second question, which then needs somebody who can answer
/// it.
bool only_asks_if_ai(const Message& question) {
  constexpr std::size_t kOneShortQuestion = 60;
  return question.asks_if_ai && question.text.size() <= kOneShortQuestion &&
         std::count(question.text.begin(), question.text.end(), '?') <= 1;
}

/// A model says which passages its text rests on; for what was looked up, our own copy counts and not the model's.
void name_facts(std::vector<plugin::Passage>& sources, const std::vector<plugin::Passage>& facts) {
  std::vector<plugin::Passage> named;
  for (const auto& fact : facts) {
    const auto same = [&](const plugin::Passage& source) { return source.title == fact.title; };
    if (std::any_of(sources.begin(), sources.end(), same)) named.push_back(fact);
  }
  for (auto& source : sources) {
    const auto same = [&](const plugin::Passage& fact) { return source.title == fact.title; };
    if (std::none_of(facts.begin(), facts.end(), same)) named.push_back(std::move(source));
  }
  sources = std::move(named);
}

std::string too_many_wait(const Valve::State& valve) { return "AI makes no drafts for people now: " + valve.why; }

bool a_person_wrote_since(const std::vector<Message>& messages, const std::string& question) {
  return std::any_of(messages.begin(), messages.end(),
                     [&](const Message& one) { return one.author == Author::person && one.id > question; });
}

}  // namespace

Occasion occasion_of(const std::vector<Message>& messages, const std::string& in_reply_to) {
  Occasion occasion;
  for (const auto& message : messages) {
    if (message.author == Author::customer)
      occasion.known.push_back(message.text);
    else if (message.author != Author::system && message.fate != Fate::waiting)
      occasion.earlier.push_back(message.text);
    if (message.id == in_reply_to) occasion.asks_if_ai = message.asks_if_ai;
  }
  return occasion;
}

Result<Occasion> occasion_for(const House& house, const Conversation& conversation, const Reply& reply) {
  auto messages = house.messages.of(conversation.customer, conversation.id, kMessagesJudged);
  if (!messages) return messages.error();
  std::erase_if(*messages, [&](const Message& one) { return one.id == reply.message; });
  auto occasion = occasion_of(*messages, reply.in_reply_to);
  for (const auto& source : reply.sources) occasion.known.push_back(source.text);
  return occasion;
}

Status Answering::record_prompt(const Conversation& conversation, const std::string& model, int turns) const {
  Changes changes(house_);
  audit::Entry entry;
  entry.kind = audit::Kind::prompted;
  entry.border = to_word(Border::prompt);
  entry.actor = "policy";
  entry.more = {{"model", model}, {"turns", turns}};
  changes.record(conversation, std::move(entry));
  return changes.commit();
}

Valve::State Answering::valve() const { return house_.valve != nullptr ? house_.valve->look() : Valve::State(); }

bool Answering::too_late(const Work& work) const {
  const auto asked = made_at(work.id);
  return asked && house_.clock.now() - *asked > kDraftWithin;
}

void Answering::no_draft(Question& question, const plugin::Model& model, const Error& why) const {
  log::warning("model_failed",
               {{"model", model.name()}, {"conversation", question.conversation.id}, {"why", why.message}});
  auto& asked = question.asked;
  asked.try_again = asked.try_again || why.fault == Fault::unavailable;
  asked.model = model.name();
  asked.drafted.why_not = why.message;
}

bool Answering::ask(Question& question, const plugin::Model& model) const {
  auto& asked = question.asked;
  if (too_late(question.work)) {
    asked.drafted.why_not = "no draft could be had in time";
    asked.try_again = false;
    asked.not_asked = true;
    return true;
  }
  const auto turn = egress_.turn(model_target(model.name()));
  if (turn.shut()) {  // nobody waits for a model that does not work: the next one, or a person, at once
    no_draft(question, model, {Fault::invalid, "model " + model.name() + " does not work now: " + turn.why()});
    return false;
  }
  auto prompt = prompt_of(question.conversation, question.messages, question.work.subject, house_.clock.now());
  prompt.passages = question.passages;
  const int turns = static_cast<int>(prompt.turns.size());
  auto screened = gate_.prompt(question.conversation, std::move(prompt), model.name());
  asked.pseudonyms = question.conversation.pseudonyms;
  asked.model = model.name();
  if (auto* stopped = std::get_if<Stopped>(&screened)) {
    asked.stopped = std::move(*stopped);
    return true;
  }
  if (const auto recorded = record_prompt(question.conversation, model.name(), turns); !recorded) {
    asked.try_again = true;
    return true;
  }
  const auto asked_at = std::chrono::steady_clock::now();
  auto drafted = egress_.ask(std::move(std::get<Screened>(screened)), model);
  house_.metrics->model_seconds.at({model.name()}).observe(std::chrono::steady_clock::now() - asked_at);
  house_.metrics->model_calls.at({model.name(), outcome_of(drafted)}).add();
  if (!drafted) {
    no_draft(question, model, drafted.error());
    return false;
  }
  asked.drafted = std::move(*drafted);
  name_facts(asked.drafted.sources, question.facts);
  asked.try_again = false;
  question.passages.insert(question.passages.end(), asked.drafted.passages.begin(), asked.drafted.passages.end());
  return !asked.drafted.text.empty();
}

Result<Answering::Seen> Answering::look(const std::string& conversation) const {
  Result<Seen> seen = Error{};
  const auto read = house_.store.read([&](store::Session&) {
    auto found = house_.conversations.by_id(conversation);
    if (!found) return void(seen = found.error());
    auto messages = house_.messages.of(found->customer, found->id, kTurnsInPrompt);
    if (!messages) return void(seen = messages.error());
    seen = Seen{std::move(*found), std::move(*messages)};
  });
  if (!read) return read.error();
  return seen;
}

void Answering::guarded(const Work& work, const std::function<void()>& part) const noexcept {
  try {
    part();
  } catch (const std::exception& problem) {
    log::error("step_failed",
               {{"task", to_word(work.task)}, {"conversation", work.conversation}, {"why", problem.what()}});
    give_up(work, "an internal error");
  }
}

void Answering::look_up(const Asking& asking) const {
  const auto& question = asking->messages.back();
  auto found = lookups_.look(asking->conversation, question.text, question.id, Border::prompt);
  if (found.a_person_because.empty()) {
    asking->facts = found.passages;
    asking->passages = std::move(found.passages);
    return ask_next(asking);
  }
  asking->asked.pseudonyms = asking->conversation.pseudonyms;
  asking->asked.a_person_because = std::move(found.a_person_because);
  asking->asked.try_again = found.try_again;
  conclude(*asking);
}

void Answering::ask_next(const Asking& asking) const {
  const auto& models = asking->connectors->models;
  while (asking->next < models.size()) {
    const auto& model = *models[asking->next++];
    const auto step = [this, asking, &model] {
      guarded(asking->work, [&] { ask(*asking, model) ? conclude(*asking) : ask_next(asking); });
    };
    if (house_.in_lane(model_target(model.name()), step)) return;
    no_draft(*asking, model, {Fault::unavailable, "model " + model.name() + " has too many questions waiting"});
  }
  conclude(*asking);
}

void Answering::answer(const Work& work, std::shared_ptr<void> held) const {
  auto seen = look(work.conversation);
  if (!seen) return give_up(work, seen.error().message);
  auto* const conversation = &seen->conversation;
  auto* const messages = &seen->messages;
  const auto question =
      std::find_if(messages->begin(), messages->end(), [&](const auto& m) { return m.id == work.subject; });
  if (question == messages->end()) return give_up(work, "the message to answer is too far back");
  messages->erase(question + 1, messages->end());
  const auto asking = std::make_shared<Question>(
      Question{work, std::move(held), house_.connectors.get(), std::move(*conversation), std::move(*messages)});
  if (asking->conversation.owner != Owner::ai) return conclude(*asking);
  const auto now = valve();
  if (now.no_drafts || (now.no_reviews && asking->conversation.ai_may < AiMay::reply)) {
    asking->asked.not_asked = true;
    asking->asked.drafted.why_not = too_many_wait(now);
    return conclude(*asking);
  }
  if (asking->connectors->lookups.empty()) return ask_next(asking);
  if (house_.in_lane(kLookupLane, [this, asking] { guarded(asking->work, [&] { look_up(asking); }); })) return;
  asking->asked.try_again = true;
  asking->asked.drafted.why_not = "too many questions wait to be looked up";
  conclude(*asking);
}

void Answering::conclude(Question& question) const {
  auto& asked = question.asked;
  const auto& work = question.work;
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
  const auto names = Pseudonyms::parse(conversation.pseudonyms);
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
  if (auto* passed = std::get_if<Passed>(&judged)) return clearance_.record(changes, conversation, std::move(*passed));
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
