// A road with an officer and an operator, and what they ask over HTTP.
#pragma once

#include "http/users.hpp"
#include "rights/rights.hpp"
#include "support/one_answer.hpp"
#include "support/road_fixture.hpp"

namespace countersign::testing {

inline constexpr const char* kSecretWords = "My order 4711 went to Unter den Linden 5";

class PeopleTest : public Road {
 protected:
  explicit PeopleTest(const RoadOptions& options = {}) : Road(options) {}

  rights::Actor officer{"olga", users::Permission::officer};
  rights::Actor operator_{"oscar", users::Permission::operator_};

  [[nodiscard]] std::string token_of(const std::string& permission) {
    auto& token = tokens_[permission];
    if (token.empty())
      token = *users::create_token(gateway->store(), gateway->roles(), permission, permission, clock.now());
    return token;
  }
  /// Asks as somebody with this permission; their user has the permission's name.
  http::Response as(const std::string& permission, const std::string& method, const std::string& path,
                    const std::string& body = "") {
    http::Request request{method, path, "", {{"authorization", "Bearer " + token_of(permission)}}, body, ""};
    const auto exchange = std::make_shared<OneAnswer>();
    gateway->router().handle(request, http::Reply(exchange));
    return exchange->response;
  }
  /// Both halves of an erasure.
  Result<rights::Erased> erase(const std::string& customer) {
    const auto asked = gateway->rights().erasure.ask_or_confirm(officer, "shop", customer);
    return asked ? gateway->rights().erasure.ask_or_confirm(operator_, "shop", customer) : asked;
  }
  [[nodiscard]] std::vector<std::string> kinds(const std::string& kind) {
    return column("SELECT body FROM entry WHERE kind='" + kind + "' ORDER BY seq");
  }

 private:
  std::map<std::string, std::string> tokens_;
};

}  // namespace countersign::testing
