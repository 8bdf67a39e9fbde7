// A road where two people put policies in force: dana, ben and cleo are officers, the starter set is the bootstrap.
#pragma once

#include "flow/activation/words.hpp"
#include "http/users.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {

/// Holds what goes to the shop; stricter than no such rule, and stricter with more people.
inline std::string strict_rule(int people = 1, const std::string& more = "if_not: hold_for_review\n") {
  return "policy: Nothing goes to the shop by itself\nid: shop-held\nversion: 1\nowner: dpo@example.com\n"
         "why: [house_rule]\nmode: enforce\nat: reply\napplies_to: {written_by: [ai], channel: [shop]}\nmust:\n"
         "  - be_approved_by: {role: team_lead, people: " +
         std::to_string(people) + "}\n" + more;
}

class Officers : public Road {
 protected:
  explicit Officers(RoadOptions options = {}) : Road(with_two_people(std::move(options))) {
    for (const char* name : {"dana", "ben", "cleo"})
      EXPECT_TRUE(users::add(gateway->store(), gateway->roles(), name, "officer", clock.now()).ok());
  }
  static RoadOptions with_two_people(RoadOptions options) {
    options.further += "activation: two_people\n";
    return options;
  }
  activation::Office& office() { return *gateway->office(); }
  [[nodiscard]] std::filesystem::path policies() const { return folder.path / "policies"; }
  std::string digest() { return house().rules.get()->set->digest(); }
  std::int64_t bundle() { return office().state().bundle->number; }

  /// Proposed by dana, approved by ben; gives the digest.
  std::string agreed(const std::string& rule) {
    write_policy("new.yaml", rule);
    const auto proposed = office().propose("dana", policies(), {});
    if (!proposed) {
      ADD_FAILURE() << proposed.error().message;
      return "";
    }
    const auto approved = office().approve("ben", proposed->digest);
    if (!approved) ADD_FAILURE() << approved.error().message;
    return proposed->digest;
  }
  std::string in_force(const std::string& rule) {
    const auto digest = agreed(rule);
    const auto done = office().activate("dana", digest, {});
    if (!done) ADD_FAILURE() << done.error().message;
    return digest;
  }
  int entries(const std::string& kind) {
    return static_cast<int>(column("SELECT id FROM entry WHERE kind='" + kind + "'").size());
  }
  [[nodiscard]] std::string health() const { return http("GET", "/readyz", "").body; }
  [[nodiscard]] countersign::http::Response http(const std::string& method, const std::string& path,
                                                 const std::string& token, const std::string& body = "") const {
    const auto exchange = std::make_shared<OneAnswer>();
    countersign::http::Fields headers;
    if (!token.empty()) headers.emplace_back("authorization", "Bearer " + token);
    gateway->router().handle({method, path, "", headers, body, ""}, countersign::http::Reply(exchange));
    return exchange->response;
  }
};

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What an act was refused with; a failure when it was not.
template <class T>
Fault fault_of(const Result<T>& result) {
  if (!result.ok()) return result.error().fault;
  ADD_FAILURE() << "it was done";
  return Fault::internal;
}

}  // namespace countersign::testing
