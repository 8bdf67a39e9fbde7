// Answering: the AI's part of the road. Builds the prompt, takes it over the prompt border, asks the models in the
// order of the configuration, each in its own lane of the worker, and takes the draft over the reply border. The
// conversation's lock is not held while a model thinks.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "flow/delivery/egress.hpp"
#include "flow/gate.hpp"
#include "flow/lookup/lookups.hpp"
#include "flow/people.hpp"

namespace countersign {

class Answering {
 public:
  Answering(const House& house, const Gate& gate, const Clearance& clearance, const People& people,
            const Egress& egress, const Lookups& lookups)
      : house_(house), gate_(gate), clearance_(clearance), people_(people), egress_(egress), lookups_(lookups) {}

  /// Answers the message that `work` names, or hands it to a person. May go on in other lanes after it returned; `held`
  /// is let go when the question is settled.
  void answer(const Work& work, std::shared_ptr<void> held) const;

  /// Whatever step failed for good: its conversation goes to a person. Never throws.
  void give_up(const Work& work, const std::string& why) const noexcept;

 private:
  /// What came of asking the models.
  struct Asked {
    std::optional<Stopped> stopped;  ///< the prompt border said no
    plugin::Drafted drafted;
    std::string model;
    std::string pseudonyms;
    bool try_again = false;          ///< a model or lookup did not answer; it may later
    bool not_asked = false;          ///< no model was at fault: nobody was asked, or not in time
    std::string a_person_because{};  ///< what was looked up leaves this to a person
  };
  /// A conversation with its last messages, from one state of the store.
  struct Seen {
    Conversation conversation;
    std::vector<Message> messages;
  };
  [[nodiscard]] Result<Seen> look(const std::string& conversation) const;
  /// One question on its way through the models.
  struct Question {
    Work work;
    std::shared_ptr<void> held;
    std::shared_ptr<const Connectors> connectors;  ///< one generation for the whole way
    Conversation conversation;
    std::vector<Message> messages;  ///< the question is the last
    Asked asked{};
    std::vector<plugin::Passage> passages{};  ///< what the models asked so far found
    std::vector<plugin::Passage> facts{};     ///< what was looked up, as we know it
    std::size_t next = 0;                     ///< the model to ask next
  };
  using Asking = std::shared_ptr<Question>;
  void look_up(const Asking& asking) const;
  void ask_next(const Asking& asking) const;
  /// Asks one model on this thread. True when there is nothing more to ask.
  [[nodiscard]] bool ask(Question& question, const plugin::Model& model) const;
  void no_draft(Question& question, const plugin::Model& model, const Error& why) const;
  void conclude(Question& question) const;
  /// Runs a part of a question's way; whatever it throws gives the question to a person.
  void guarded(const Work& work, const std::function<void()>& part) const noexcept;
  [[nodiscard]] bool too_late(const Work& work) const;
  [[nodiscard]] Status record_prompt(const Conversation& conversation, const std::string& model, int turns,
                                     const Judged& judged) const;
  void judge(const Work& work, const std::string& ref, Asked asked, const std::vector<Message>& messages) const;
  /// What is written down when a draft is there, and when there is none.
  void take_draft(Changes& changes, Conversation& conversation, const Work& work, const Asked& asked,
                  const std::vector<Message>& messages) const;
  void without_draft(Changes& changes, Conversation& conversation, const Work& work, const Asked& asked) const;
  [[nodiscard]] Valve::State valve() const;
  [[nodiscard]] static std::string too_many_wait(const Valve::State& valve);
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
