// ScriptedModel: stands in for a large language model, so that the demo needs none and shows every time how its drafts
// are held. An HTTP server with OpenAI's chat completions; a few fixed drafts, chosen by words of the customer's last
// message, and UNKNOWN for everything else. Drafts are written to be stopped: that is their use.
#pragma once

#include "http/server.hpp"

namespace countersign::app::demo {

class ScriptedModel {
 public:
  [[nodiscard]] Status start();
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  void stop() { server_.stop(); }

 private:
  http::Server server_;
};

}  // namespace countersign::app::demo
