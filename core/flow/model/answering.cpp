#include "flow/model/answering.hpp"

#include <algorithm>
#include <variant>

#include "base/ids.hpp"
#include "base/log.hpp"

namespace countersign {
namespace {

constexpr int kTurnsInPrompt = 12;
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

std::string_view outcome_of(const Result<plugin::Drafted>& drafted) {
  if (!drafted) return "failed";
  return drafted->text.empty() ? "no_answer" : "answer";
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

/// Takes away what articles past their review day say. A draft that rests on one is no answer; "" or why.
std::string drop_outdated(plugin::Drafted& drafted, const policy::PolicySet& set, Time now) {
  if (set.knowledge().empty()) return "";
  const auto outdated = [&](const plugin::Passage& one) {
    return !one.good_until && !policy::past_review(set.knowledge(), one.title, one.source, now).empty();
  };
  std::erase_if(drafted.passages, outdated);
  const auto first = std::find_if(drafted.sources.begin(), drafted.sources.end(), outdated);
  if (first == drafted.sources.end()) return "";
  auto why = "the article \"" + first->title + "\" is past its review day (" +
             policy::past_review(set.knowledge(), first->title, first->source, now) + ")";
  drafted.text.clear();
  drafted.sources.clear();
  return why;
}

}  // namespace

Status Answering::record_prompt(const Conversation& conversation, const std::string& model, int turns,
                                const Judged& judged) const {
  Changes changes(house_);
  audit::Entry entry;
  entry.kind = audit::Kind::prompted;
  entry.border = to_word(Border::prompt);
  entry.actor = "policy";
  judged.into(entry);
  entry.more = {{"model", model}, {"turns", turns}};
  changes.record(conversation, std::move(entry));
  return changes.commit();
}

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
  Judged judged;
  auto screened = gate_.prompt(question.conversation, std::move(prompt), model.name(), judged);
  asked.pseudonyms = question.conversation.pseudonyms;
  asked.model = model.name();
  if (auto* stopped = std::get_if<Stopped>(&screened)) {
    asked.stopped = std::move(*stopped);
    return true;
  }
  if (const auto recorded = record_prompt(question.conversation, model.name(), turns, judged); !recorded) {
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
  if (auto why = drop_outdated(asked.drafted, *house_.rules.get()->set, house_.clock.now()); !why.empty())
    asked.drafted.why_not = std::move(why);
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

}  // namespace countersign
