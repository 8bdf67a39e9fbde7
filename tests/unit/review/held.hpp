// A road whose model promises things, so that its drafts are held. For the tests beside this file.
#pragma once

#include "support/road_fixture.hpp"

namespace countersign::testing {

class Held : public Road {
 protected:
  Held() : Road(RoadOptions{{"gpt"}, "resend", "webchat"}) {}

  /// Draft and review of a conversation that starts with a question.
  review::Review held(const std::string& draft, const std::string& conversation = "c-1") {
    model_server.drafts(draft);
    say_and_settle(conversation, "Could you tell me what happens with my returned jacket?");
    return the_review();
  }
  static Fault fault(const review::Act& act) { return act.error ? act.error->fault : Fault::internal; }
  [[nodiscard]] review::Review now(const std::string& id) const {
    const auto found = review::one(house(), id);
    if (found) return *found;
    ADD_FAILURE() << found.error().message;
    return {};
  }
  const review::Actor ana{"ana", "reviewer"};
  const review::Actor bob{"bob", "reviewer"};
};

inline constexpr const char* kSmall = "We will refund 50 EUR to your account by Friday.";
inline constexpr const char* kLarge = "We will refund 180 EUR to your account.";

}  // namespace countersign::testing
