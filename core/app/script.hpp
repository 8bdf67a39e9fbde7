// What a played model answers, by a word of the customer's last message: for the demo and the drill. Pure; any thread.
#pragma once

#include <span>
#include <string_view>

#include "base/json.hpp"

namespace countersign::app {

struct Script {
  std::string_view word;  ///< of the customer's last message
  std::string_view draft;
};

/// The draft of the first script whose word is in the last message of a chat request; "UNKNOWN" without any.
[[nodiscard]] inline std::string_view draft_for(const json::Value& request, std::span<const Script> scripts) {
  const auto* messages = request.find("messages");
  if (messages == nullptr || messages->array() == nullptr || messages->array()->empty()) return "UNKNOWN";
  const std::string_view said = messages->array()->back().text("content");
  for (const auto& script : scripts)
    if (said.find(script.word) != std::string_view::npos) return script.draft;
  return "UNKNOWN";
}

}  // namespace countersign::app
