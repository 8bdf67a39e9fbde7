#include "app/drill/judge.hpp"

#include <algorithm>

namespace countersign::app::drill {
namespace {

std::string quoted(const Arrived& one) { return "\"" + one.text.substr(0, 60) + "\""; }

const Arrived* answer_of_ai(const Seen& seen) {
  for (const auto* all : {&seen.meanwhile, &seen.afterwards})
    for (const auto& one : *all)
      if (by_ai(one)) return &one;
  return nullptr;
}

void judge(const Arrived& one, const Arrived* usual, bool ai, bool lines, std::vector<std::string>& wrong) {
  if (!by_ai(one)) {
    if (!lines) wrong.push_back("a line of the system was sent: " + quoted(one));
    return;
  }
  if (!ai) return wrong.push_back("a text by AI was sent: " + quoted(one));
  if (usual == nullptr) return wrong.push_back("a text by AI was sent where there is none otherwise: " + quoted(one));
  if (one.notice.empty() && !usual->notice.empty())
    wrong.push_back("a text by AI was sent without its notice: " + quoted(one));
}

}  // namespace

bool by_ai(const Arrived& one) { return one.written_by == "ai" || one.written_by == "ai_edited"; }

std::vector<std::string> wrongs(const Terms& terms, const Seen& usual, const Seen& seen) {
  std::vector<std::string> wrong;
  const Arrived* answer = answer_of_ai(usual);
  for (const auto& one : seen.meanwhile) judge(one, answer, terms.ai_may_speak, terms.lines_may_go, wrong);
  for (const auto& one : seen.afterwards) judge(one, answer, true, true, wrong);
  for (const auto& id : seen.unrecorded)
    wrong.push_back("the text " + id + " was sent, and the record does not say so");
  if (seen.status == 202 && !seen.found) wrong.emplace_back("the message was accepted and is lost");
  return wrong;
}

}  // namespace countersign::app::drill
