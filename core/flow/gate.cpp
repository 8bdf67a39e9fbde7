#include "flow/gate.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "flow/gate_sights.hpp"
#include "flow/grounding.hpp"
#include "flow/model/names.hpp"
#include "flow/staffed.hpp"

namespace countersign {
namespace {

/// The decision when something inside failed: held, AI off.
policy::Decision failed(const std::string& why) {
  policy::Decision decision;
  decision.verdict = Verdict::hold;
  decision.duties.ai_off = true;
  decision.error = why;
  return decision;
}

Stopped stopped(Reply reply, policy::Decision decision) {
  Stopped result;
  result.composed = reply.text;
  result.digest = crypto::sha256_hex(reply.text);
  result.reply = std::move(reply);
  result.decision = std::move(decision);
  return result;
}

std::vector<std::string_view> views(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

/// Adds where the text rests on nothing; returns how much of it rests on what.
policy::Grounded find_groundless(const Reply& reply, const Conversation& conversation, const Occasion& occasion,
                                 Time now, std::vector<Finding>& findings) {
  const auto sentences = grounds_of(reply.text, reply.sources, occasion.known, conversation.language);
  for (auto& one : find_ungrounded(reply.text, reply.sources, occasion.known, now, sentences))
    findings.push_back(std::move(one));
  return grounded_of(sentences);
}

void take_from(policy::Facts& facts, const Sight& sight) {
  facts.topics = sight.topics;
  facts.risk = sight.risk;
  facts.emotion = sight.emotion;
  facts.findings = sight.findings;
  facts.detectors = sight.detectors;
  if (facts.language.empty()) facts.language = sight.language;
}

}  // namespace

void Judged::into(audit::Entry& entry) const {
  if (decision) entry.decision = &*decision;
  if (facts) entry.facts = &*facts;
}

policy::Facts Gate::facts(Border border, Author author, const Conversation& conversation) const {
  policy::Facts facts;
  facts.border = border;
  facts.written_by = author;
  facts.now = house_.clock.now();
  facts.channel = conversation.channel;
  const auto connectors = house_.connectors.get();
  const auto channel = connectors->channels.find(conversation.channel);
  if (channel != connectors->channels.end()) {
    facts.channel_kind = channel->second.kind;
    facts.brand = channel->second.brand;
  }
  facts.region = conversation.region;
  facts.language = conversation.language;
  facts.turn = conversation.turn;
  facts.ai_turns = conversation.ai_turns;
  facts.notices_shown = conversation.notices;
  facts.ai_returns = conversation.ai_returns;
  facts.never_ai = conversation.never_ai;
  facts.ai_stopped = house_.stop.covers(conversation.channel, "");
  facts.ai_may = conversation.ai_may;
  return facts;
}

Destination Gate::destination(const policy::PolicySet& set, const Conversation& conversation) const {
  Destination to;
  to.language = conversation.language;
  to.channel_kind = house_.channel_kind(conversation.channel);
  to.reference = reference_of(conversation);
  to.promise = [this, &set, &conversation](std::string_view language) {
    return promise_for(house_, set, conversation, language);
  };
  to.languages = [&set, &conversation](std::string_view language) { return languages_of(set, conversation, language); };
  return to;
}

Arrived Gate::arrival(const Conversation& conversation, const std::string& text,
                      const std::vector<std::string>& earlier, bool asks_for_person) const noexcept {
  Arrived result;
  try {
    const auto rules = house_.rules_for(conversation);
    const Glimpse glimpse{text, Author::customer, conversation.locale, views(earlier)};
    const auto first = rules->detector->look(glimpse);
    result.facts = facts(Border::arrival, Author::customer, conversation);
    result.text = text;
    if (!first) {  // held for a person; what nobody could look at loses its digits, since a security code may be among
                   // them
      std::replace_if(
          result.text.begin(), result.text.end(), [](char c) { return c >= '0' && c <= '9'; }, '*');
      result.decision = failed("detection failed: " + first.error().message);
      result.decision.policy_digest = rules->set->digest();
      return result;
    }
    result.sight = *first;
    find_what_goes_on(earlier, text, result.sight.findings);
    if (asks_for_person) result.sight.findings.insert(result.sight.findings.begin(), Finding{"asks_for_person"});
    take_from(result.facts, result.sight);
    result.decision = policy::decide(*rules->set, result.facts);
    if (!result.decision.duties.never_keep.empty()) {
      std::map<std::string, policy::Mask> taken_out;
      for (const auto& kind : result.decision.duties.never_keep) taken_out[kind] = policy::Mask::removed;
      result.text = mask(text, result.sight.findings, taken_out);
    }
  } catch (const std::exception& problem) {
    result.decision = failed(std::string("arrival: ") + problem.what());
    result.judged = false;
    result.text.clear();  // what could not be judged is not kept in clear either; intake refuses it
  }
  return result;
}

std::variant<Screened, Stopped> Gate::prompt(Conversation& conversation, plugin::Prompt prompt,
                                             const std::string& model, Judged& judged) const noexcept {
  try {
    const auto rules = house_.rules_for(conversation);
    auto facts = this->facts(Border::prompt, Author::customer, conversation);
    facts.model = model;
    facts.ai_stopped = house_.stop.covers(conversation.channel, model);
    std::vector<Sight> sights;
    const auto texts = texts_of(prompt);
    for (const auto* text : texts) {
      auto sight = rules->detector->look({*text, Author::customer, conversation.locale, {}});
      if (!sight) return stopped({}, failed("detection failed: " + sight.error().message));
      facts.findings.insert(facts.findings.end(), sight->findings.begin(), sight->findings.end());
      facts.detectors = sight->detectors;
      const bool said = sights.size() < prompt.turns.size();
      if (said) {
        facts.topics = sight->topics;
        facts.risk = std::max(facts.risk, sight->risk);
        facts.emotion = std::max(facts.emotion, sight->emotion);
      }
      sights.push_back(std::move(*sight));
    }
    find_split_values(prompt, sights, facts.findings);
    auto decision = policy::decide(*rules->set, facts);
    if (decision.verdict > Verdict::change || facts.ai_stopped) {
      decision.verdict = std::max(decision.verdict, Verdict::hold);
      auto held = stopped({}, std::move(decision));
      held.facts = std::move(facts);
      return held;
    }
    auto names = names_of(house_, conversation);
    if (!names) return stopped({}, failed(names.error().message));
    for (std::size_t i = 0; i < texts.size(); ++i)
      *texts[i] = names->hide(*texts[i], sights[i].findings, decision.duties.mask);
    conversation.pseudonyms = names->serialise();
    judged = {std::move(decision), std::move(facts)};
    return Screened(Key<Gate>(), std::move(prompt));
  } catch (const std::exception& problem) {
    return stopped({}, failed(std::string("prompt: ") + problem.what()));
  }
}

std::variant<Passed, Stopped> Gate::judge(const Reply& reply, const Conversation& conversation,
                                          const Occasion& occasion) const {
  const auto rules = house_.rules_for(conversation);
  auto sight = rules->detector->look({reply.text, reply.written_by, conversation.locale, views(occasion.earlier)});
  if (!sight) return stopped(reply, failed("detection failed: " + sight.error().message));
  const bool ai = of_ai_origin(reply.written_by);
  policy::Grounded grounded;
  if (ai) {
    find_others_data(reply.text, occasion.known, sight->findings);
    grounded = find_groundless(reply, conversation, occasion, house_.clock.now(), sight->findings);
  }
  if (occasion.unknown_placeholder) sight->findings.push_back({"unrestored_placeholder", 0, 0, 1000, {}});
  auto facts = this->facts(Border::reply, reply.written_by, conversation);
  take_from(facts, *sight);
  facts.customer_asks_if_ai = occasion.asks_if_ai;
  facts.model_asked_for_person = occasion.model_asked_for_person;
  facts.model = reply.model;
  facts.sources = static_cast<int>(reply.sources.size());
  facts.grounded = grounded;
  facts.ai_stopped = ai && house_.stop.covers(conversation.channel, reply.model);

  auto decision = policy::decide(*rules->set, facts);
  if (occasion.unknown_placeholder) decision.verdict = Verdict::block;
  for (const auto& [role, people] : reply.owed) {
    decision.duties.approvals[role] = std::max(decision.duties.approvals[role], people);
    decision.verdict = std::max(decision.verdict, Verdict::hold);
  }
  if (decision.verdict == Verdict::hold) respect_limits(*rules->set, sight->findings, decision.duties);
  Reply masked = reply;
  masked.text = mask(reply.text, sight->findings, decision.duties.mask);
  auto layout = lay_out(*rules->set, masked, decision.duties, destination(*rules->set, conversation));
  if (!layout) return stopped(reply, failed(layout.error().message));

  const auto digest = crypto::sha256_hex(layout->text);
  const std::string author = reply.written_by == Author::person ? reply.user : std::string();
  // Belt and braces: whatever the policies and signatures say, no AI text leaves a conversation that AI does not have.
  const bool stop = ai && (facts.ai_stopped || facts.never_ai || conversation.owner != Owner::ai);
  const bool approved =
      !stop && decision.verdict == Verdict::hold && decision.error.empty() && !reply.signatures.empty() &&
      signed_off(*rules->set, decision.duties, reply.signatures, digest, author, {conversation.language, facts.brand});
  if ((decision.verdict <= Verdict::change && !stop) || approved)
    return Passed(Key<Gate>(), {reply, layout->text, digest, layout->notice, layout->notices, decision,
                                conversation.revision, std::move(facts)});
  decision.verdict = std::max(decision.verdict, Verdict::hold);
  return Stopped{reply, layout->text, digest, layout->notice, std::move(decision), std::move(facts)};
}

std::variant<Passed, Stopped> Gate::reply(Draft draft, const Conversation& conversation,
                                          const Occasion& occasion) const noexcept {
  Reply reply;
  try {
    reply = std::move(draft).spend();
    return judge(reply, conversation, occasion);
  } catch (const std::exception& problem) {
    return stopped(reply, failed(std::string("reply: ") + problem.what()));
  }
}

std::optional<Sought> Gate::seek(const Conversation& conversation, plugin::Question question) const noexcept {
  try {
    const auto rules = house_.rules_for(conversation);
    auto facts = this->facts(Border::ticket, Author::customer, conversation);
    const auto sight = rules->detector->look({question.text, Author::customer, conversation.locale, {}});
    if (!sight) return std::nullopt;
    take_from(facts, *sight);
    const auto decision = policy::decide(*rules->set, facts);
    if (decision.verdict >= Verdict::hold) return std::nullopt;
    question.text = mask(question.text, sight->findings, decision.duties.mask);
    return Sought(Key<Gate>(), std::move(question));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

Filed Gate::ticket(const Conversation& conversation, plugin::TicketEvent event, const std::string& text_id,
                   Judged& judged) const noexcept {
  const auto pointer = [&] { return "(The text is withheld by policy. See message " + text_id + " in Countersign.)"; };
  try {
    const auto rules = house_.rules_for(conversation);
    auto facts = this->facts(Border::ticket, event.written_by, conversation);
    const auto sight = rules->detector->look({event.text, event.written_by, conversation.locale, {}});
    if (!sight) {
      event.text = pointer();
      return Filed(Key<Gate>(), std::move(event));
    }
    take_from(facts, *sight);
    auto decision = policy::decide(*rules->set, facts);
    if (decision.verdict >= Verdict::hold)
      event.text = pointer();
    else
      event.text = mask(event.text, sight->findings, decision.duties.mask);
    judged = {std::move(decision), std::move(facts)};
  } catch (const std::exception&) {
    event.text = pointer();
  }
  return Filed(Key<Gate>(), std::move(event));
}

}  // namespace countersign
