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

/// "Are you real?" and nothing else: a longer text may hold a second question, which then needs somebody who can answer
/// it.
std::string_view outcome_of(const Result<plugin::Drafted>& drafted) {
  if (!drafted) return "failed";
  return drafted->text.empty() ? "no_answer" : "answer";
}

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

Answering::Asked Answering::ask(Conversation& conversation, const std::vector<Message>& messages) const {
  const auto& question = messages.back();
  auto looked_up = lookups_.look(conversation, question.text, question.id, Border::prompt);
  if (looked_up.a_person_because.empty()) return ask_models(conversation, messages, looked_up.passages);
  Asked asked;
  asked.pseudonyms = conversation.pseudonyms;
  asked.a_person_because = std::move(looked_up.a_person_because);
  asked.try_again = looked_up.try_again;
  return asked;
}

Answering::Asked Answering::ask_models(Conversation& conversation, const std::vector<Message>& messages,
                                       const std::vector<plugin::Passage>& facts) const {
  Asked asked;
  std::vector<plugin::Passage> passages = facts;
  const auto connectors = house_.connectors.get();
  for (const auto& model : connectors->models) {
    auto prompt = prompt_of(conversation, messages, messages.back().id, house_.clock.now());
    prompt.passages = passages;
    const int turns = static_cast<int>(prompt.turns.size());
    auto screened = gate_.prompt(conversation, std::move(prompt), model->name());
    asked.pseudonyms = conversation.pseudonyms;
    asked.model = model->name();
    if (auto* stopped = std::get_if<Stopped>(&screened)) {
      asked.stopped = std::move(*stopped);
      return asked;
    }
    if (const auto recorded = record_prompt(conversation, model->name(), turns); !recorded) {
      asked.try_again = true;
      return asked;
    }
    const auto asked_at = std::chrono::steady_clock::now();
    auto drafted = egress_.ask(std::move(std::get<Screened>(screened)), *model);
    house_.metrics->model_seconds.at({model->name()}).observe(std::chrono::steady_clock::now() - asked_at);
    house_.metrics->model_calls.at({model->name(), outcome_of(drafted)}).add();
    if (!drafted) {
      log::warning("model_failed",
                   {{"model", model->name()}, {"conversation", conversation.id}, {"why", drafted.error().message}});
      asked.try_again = asked.try_again || drafted.error().fault == Fault::unavailable;
      asked.drafted.why_not = drafted.error().message;
      continue;
    }
    asked.drafted = std::move(*drafted);
    name_facts(asked.drafted.sources, facts);
    asked.try_again = false;
    if (!asked.drafted.text.empty()) return asked;
    passages.insert(passages.end(), asked.drafted.passages.begin(), asked.drafted.passages.end());
  }
  asked.drafted.passages = std::move(passages);
  return asked;
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

void Answering::answer(const Work& work) const {
  auto seen = look(work.conversation);
  if (!seen) return give_up(work, seen.error().message);
  auto* const conversation = &seen->conversation;
  auto* const messages = &seen->messages;
  const auto question =
      std::find_if(messages->begin(), messages->end(), [&](const auto& m) { return m.id == work.subject; });
  if (question == messages->end()) return give_up(work, "the message to answer is too far back");
  messages->erase(question + 1, messages->end());

  Asked asked;
  if (conversation->owner == Owner::ai) asked = ask(*conversation, *messages);
  if (asked.try_again && asked.drafted.text.empty() && work.tries + 1 < kModelTries) {
    Changes changes(house_);
    changes.postpone(work, house_.clock.now() + kModelPause * (work.tries + 1));
    if (changes.commit().ok()) return;
  }
  judge(work, conversation->ref, std::move(asked), *messages);
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
  conversation->pseudonyms = asked.pseudonyms;
  if (asked.stopped) {
    asked.stopped->reply.in_reply_to = work.subject;
    people_.stop(changes, *conversation, *asked.stopped);
  } else if (!asked.a_person_because.empty()) {
    people_.hand_over(changes, *conversation, {nullptr, asked.a_person_because, work.subject, true});
  } else if (asked.drafted.text.empty() && only_asks_if_ai(messages.back())) {
    people_.say(changes, *conversation, "ai-notice", work.subject, true);  // the approved notice is the truthful answer
  } else if (asked.drafted.text.empty()) {
    list_unanswered(changes, *conversation, work.subject, asked.model, asked.drafted.why_not);
    people_.hand_over(changes, *conversation,
                      {nullptr, "no model has an answer: " + asked.drafted.why_not, work.subject, true,
                       looked_up(asked.drafted.passages)});
  } else {
    Reply reply{new_id(house_.clock.now()),
                conversation->id,
                conversation->channel,
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
    const auto names = Pseudonyms::parse(conversation->pseudonyms);
    auto restored = names ? names->restore(reply.text) : Result<std::string>(names.error());
    occasion.unknown_placeholder = !restored.ok();
    if (restored.ok()) reply.text = std::move(*restored);
    audit::Entry entry;
    entry.kind = audit::Kind::drafted;
    entry.message = reply.message;
    entry.author = to_word(Author::ai);
    entry.more = {{"model", asked.model}, {"sources", reply.sources.size()}};
    changes.record(*conversation, std::move(entry));
    auto judged = gate_.reply(Draft(std::move(reply)), *conversation, occasion);  // 6. the reply border
    if (auto* passed = std::get_if<Passed>(&judged))
      clearance_.record(changes, *conversation, std::move(*passed));
    else if (only_asks_if_ai(messages.back()) && std::get<Stopped>(judged).decision.verdict == Verdict::hold)
      people_.say(changes, *conversation, "ai-notice", work.subject,
                  true);  // a truthful answer must not wait for a review
    else
      people_.stop(changes, *conversation, std::get<Stopped>(judged));
  }
  changes.save(*conversation);
  if (const auto kept = changes.commit(); !kept) {
    log::warning("answer_not_kept", {{"conversation", work.conversation}, {"why", kept.error().message}});
    if (kept.error().fault != Fault::gone) try_later(house_, work);
  }
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
    if (!before) {  // erased or unreadable: nobody can be answered, the work is over
      if (const auto done = changes.commit(); !done) try_later(house_, work);
      return;
    }
    const auto lock = house_.locks.hold(before->ref);
    auto conversation = house_.conversations.by_id(work.conversation);
    if (!conversation) return;
    people_.open_case(changes, *conversation, "step_failed", work.subject,
                      "the step \"" + std::string(to_word(work.task)) + "\" failed: " + why);
    if (conversation->owner == Owner::ai)
      people_.hand_over(changes, *conversation, {nullptr, "a step failed: " + why, work.subject, true});
    changes.save(*conversation);
    if (const auto kept = changes.commit(); !kept && kept.error().fault != Fault::gone) try_later(house_, work);
  } catch (const std::exception& problem) {
    log::error("work_stuck", {{"work", work.id}, {"why", problem.what()}});
  }
}

}  // namespace countersign
