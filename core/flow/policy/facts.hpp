// Facts: everything a rule may look at when a text crosses a border, and nothing else. No text: so a recorded decision
// can be replayed without it. Built by the journey, read by decide(). Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "flow/detect/finding.hpp"
#include "flow/words.hpp"

namespace countersign::policy {

/// The notice (or label) last shown in this conversation.
struct NoticeShown {
  std::string id;  ///< "ai-notice"
  Time at{};
};

/// How many sentences of a text by AI rest on what. For the record and for people; rules look at `ungrounded` findings.
struct Grounded {
  int sentences = 0;  ///< 0: nobody looked (not a text by AI)
  int on_sources = 0;
  int on_customer = 0;  ///< they say again what the customer said
  int no_claim = 0;     ///< greetings, thanks, questions, offers
  int on_nothing = 0;
};

struct Facts {
  Border border = Border::arrival;
  Author written_by = Author::customer;
  Time now{};
  std::string channel;       ///< the configured channel's name: "shop"
  std::string channel_kind;  ///< webchat | email | sms | messenger | webhook; what `applies_to: channel` matches
                             ///< besides the name
  std::string brand;
  std::string region;    ///< from the customer's locale, upper case ("DE"), or ""
  std::string language;  ///< of the conversation, ISO 639-1, or ""
  std::string model;     ///< configured name of the drafting model, or ""
  std::vector<std::string> topics;
  Level risk = Level::low;
  Level value = Level::low;
  Level emotion = Level::low;
  std::vector<Finding> findings;  ///< in the text that crosses
  int turn = 1;                   ///< customer messages so far in this conversation, this one included
  int ai_turns = 0;               ///< AI texts already sent in this conversation
  std::vector<NoticeShown> notices_shown;
  bool customer_asks_if_ai = false;     ///< the message being answered asked
  bool ai_returns = false;              ///< a person had the conversation since the last AI text
  bool never_ai = false;                ///< the customer said "never AI for me"
  bool ai_stopped = false;              ///< the stop switch covers this channel or model
  int sources = 0;                      ///< current articles the draft rests on
  Grounded grounded = {};
  bool model_asked_for_person = false;  ///< the model said it does not know
  std::vector<std::string> detectors = {};  ///< detector plugins that looked at the text, beside the built-in ones
  AiMay ai_may = AiMay::nothing;        ///< reply border: what the moment at arrival allowed
};

}  // namespace countersign::policy
