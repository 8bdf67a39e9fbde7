// An exchange without a server: keeps the answer for the test to look at.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "http/reply.hpp"

namespace countersign::testing {

class OneAnswer final : public http::Exchange {
 public:
  void answer(http::Response given) override {
    response = std::move(given);
    ++answers;
  }
  http::Stream stream(http::StreamClosed) override { return {}; }
  void routed(int number) override { route = number; }

  http::Response response{0, {}, ""};
  int answers = 0;
  int route = -1;
};

}  // namespace countersign::testing
