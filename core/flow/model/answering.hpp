// Answering: the AI's part of the road. Builds the prompt, takes it over the prompt border, asks the models in the
// order of the configuration, and takes the draft over the reply border. Runs on the worker's threads; the
// conversation's lock is not held while a model thinks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/delivery/egress.hpp"
#include "flow/gate.hpp"
#include "flow/lookup/lookups.hpp"
#include "flow/people.hpp"

namespace countersign {

/// What a reply to message `in_reply_to` is judged against: earlier replies, and data that this customer gave.
[[nodiscard]] Occasion occasion_of(const std::vector<Message>& messages, const std::string& in_reply_to);
/// The same for a reply that exists already and is judged again: its own text does not count as an earlier one.
[[nodiscard]] Result<Occasion> occasion_for(const House& house, const Conversation& conversation, const Reply& reply);
/// How many messages of a conversation a reply is judged against.
inline constexpr int kMessagesJudged = 50;

class Answering {
 public:
  Answering(const House& house, const Gate& gate, const Clearance& clearance, const People& people,
            const Egress& egress, const Lookups& lookups)
      : house_(house), gate_(gate), clearance_(clearance), people_(people), egress_(egress), lookups_(lookups) {}

  /// Answers the message that `work` names, or hands it to a person.
  void answer(const Work& work) const;

  /// Whatever step failed for good: its conversation goes to a person. Never throws.
  void give_up(const Work& work, const std::string& why) const noexcept;

 private:
  /// What came of asking the models.
  struct Asked {
    std::optional<Stopped> stopped;  ///< the prompt border said no
    plugin::Drafted drafted;
    std::string model;
    std::string pseudonyms;
    bool try_again = false;        ///< a model or lookup did not answer; it may later
    std::string a_person_because;  ///< what was looked up leaves this to a person
  };
  /// A conversation with its last messages, from one state of the store.
  struct Seen {
    Conversation conversation;
    std::vector<Message> messages;
  };
  [[nodiscard]] Result<Seen> look(const std::string& conversation) const;
  [[nodiscard]] Asked ask(Conversation& conversation, const std::vector<Message>& messages) const;
  [[nodiscard]] Asked ask_models(Conversation& conversation, const std::vector<Message>& messages,
                                 const std::vector<plugin::Passage>& facts) const;
  [[nodiscard]] Status record_prompt(const Conversation& conversation, const std::string& model, int turns) const;
  void judge(const Work& work, const std::string& ref, Asked asked, const std::vector<Message>& messages) const;
  void list_unanswered(Changes& changes, const Conversation& conversation, const std::string& message,
                       const std::string& model, const std::string& why) const;
  const House& house_;
  const Gate& gate_;
  const Clearance& clearance_;
  const People& people_;
  const Egress& egress_;
  const Lookups& lookups_;
};

}  // namespace countersign
